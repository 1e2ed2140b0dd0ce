package dev.okayd.fdt.dts;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Compiles source texts. The tree is the one that dtc makes of the same text, and {@code FdtWriter}
 * gives it dtc's bytes.
 */
public final class DtsCompiler {
  private static final byte[] UNRESOLVED_PHANDLE = {-1, -1, -1, -1};

  private DtsCompiler() {}

  /** Whether labels end up in the tree. */
  public enum Symbols {
    /** Only those that an overlay needs for itself. */
    NONE,
    /** All, for overlays to refer to, as {@code dtc -@} does. */
    ALL
  }

  /**
   * Compiles a text that includes nothing.
   *
   * @param file its name, for messages
   * @throws DtsException if it does not compile
   */
  public static DeviceTree compile(String file, String text, Symbols symbols) {
    return compile(file, text.getBytes(StandardCharsets.UTF_8), Includes.NONE, symbols);
  }

  /**
   * Compiles a text.
   *
   * @param file its name, for messages and for {@code includes}
   * @throws DtsException if it does not compile
   */
  public static DeviceTree compile(String file, byte[] text, Includes includes, Symbols symbols) {
    return compileSource(file, text, includes, symbols).tree();
  }

  /**
   * Compiles a text and keeps what a tree does not say: where everything stands in the text.
   *
   * @param file its name, for messages and for {@code includes}
   * @throws DtsException if it does not compile
   */
  public static CompiledSource compileSource(
      String file, byte[] text, Includes includes, Symbols symbols) {
    SourceTree source = DtsParser.parse(file, text, includes);
    int bootCpu = bootCpu(source.root());
    SourceCheck.check(source);
    Resolution resolution = Resolution.of(source);
    Unreferenced.omit(source, resolution, symbols);
    resolution.forgetDeletedNodes();
    Node alone = node(source.root(), resolution);
    NodeOrigin origin = Origins.of(source, resolution);
    if (symbols == Symbols.ALL) {
      resolution.numberLabelledNodes();
    }
    Node root = GeneratedNodes.addTo(node(source.root(), resolution), source, resolution, symbols);
    DeviceTree tree = new DeviceTree(root, source.reservations(), bootCpu);
    return new CompiledSource(tree, alone, source.isPlugin(), origin);
  }

  private static Node node(SourceNode node, Resolution resolution) {
    return new Node(
        node.name(),
        resolution.properties(node),
        node.children().stream().map(child -> node(child, resolution)).toList());
  }

  /**
   * The {@code reg} of the first CPU, as dtc guesses it: from the text alone, in which references
   * are not resolved yet, and a CPU that was deleted is still the first one.
   */
  private static int bootCpu(SourceNode root) {
    return root.child("cpus")
        .flatMap(cpus -> cpus.allChildren().stream().findFirst())
        .flatMap(cpu -> cpu.property("reg"))
        .map(DtsCompiler::unresolved)
        .filter(reg -> reg.length == Integer.BYTES)
        .map(reg -> ByteBuffer.wrap(reg).getInt())
        .orElse(0);
  }

  private static byte[] unresolved(SourceProperty property) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (ValuePart part : property.value()) {
      if (part instanceof ValuePart.Bytes bytes) {
        value.writeBytes(bytes.bytes());
      } else if (part instanceof ValuePart.PhandleOf) {
        value.writeBytes(UNRESOLVED_PHANDLE);
      }
    }
    return value.toByteArray();
  }
}
