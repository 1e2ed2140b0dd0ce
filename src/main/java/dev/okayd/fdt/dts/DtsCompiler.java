package dev.okayd.fdt.dts;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.dts.parser.DtsParser;
import dev.okayd.fdt.dts.parser.SourceNode;
import dev.okayd.fdt.dts.parser.SourceProperty;
import dev.okayd.fdt.dts.parser.SourceTree;
import dev.okayd.fdt.dts.parser.ValuePart;
import dev.okayd.fdt.dts.source.Diagnostics;
import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.fdt.dts.source.Includes;
import dev.okayd.fdt.dts.source.NodeOrigin;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Compiles source texts. The tree equals the one that dtc builds from the same text, and {@code
 * FdtWriter} writes it in dtc's bytes.
 */
public final class DtsCompiler {
  private static final byte[] UNRESOLVED_PHANDLE = {-1, -1, -1, -1};

  private DtsCompiler() {}

  /** Which labels the compiler adds to the tree. */
  public enum Symbols {
    /** None; the fixups of an overlay are still added. */
    NONE,
    /** All, so that overlays can refer to them, as with {@code dtc -@}. */
    ALL
  }

  /**
   * Compiles a text that includes no files.
   *
   * @param file its name, for messages
   * @throws DtsException if the text does not compile or exceeds {@link Limits#DEFAULT}
   */
  public static DeviceTree compile(String file, String text, Symbols symbols) {
    return compile(file, text.getBytes(StandardCharsets.UTF_8), Includes.NONE, symbols);
  }

  /**
   * Compiles a text.
   *
   * @param file its name, for messages and for {@code includes}
   * @throws DtsException if the text does not compile or exceeds {@link Limits#DEFAULT}
   */
  public static DeviceTree compile(String file, byte[] text, Includes includes, Symbols symbols) {
    return compilation(file, text, includes, symbols, Limits.DEFAULT).tree();
  }

  /**
   * Compiles a text and returns the tree with its warnings.
   *
   * @param file its name, for messages and for {@code includes}
   * @param limits of the text and the tree; {@code FdtReader} can read the blob within the same
   *     limits
   * @throws DtsException if the text does not compile or exceeds the limits
   */
  public static Compilation compilation(
      String file, byte[] text, Includes includes, Symbols symbols, Limits limits) {
    Diagnostics diagnostics = new Diagnostics();
    SourceTree source = parse(file, text, includes, limits, diagnostics);
    Compilation compilation = compilation(source, symbols, diagnostics);
    limits
        .exceededBy(compilation.tree())
        .ifPresent(
            excess -> {
              throw new DtsException(source.root().position(), "The tree " + excess);
            });
    return compilation;
  }

  /** As in dtc, errors in the text are reported before errors in the tree. */
  private static SourceTree parse(
      String file, byte[] text, Includes includes, Limits limits, Diagnostics diagnostics) {
    SourceTree source;
    try {
      source = DtsParser.parse(file, text, includes, limits, diagnostics);
    } catch (DtsException e) {
      throw diagnostics.endedBy(e);
    }
    diagnostics.throwIfErrors();
    return source;
  }

  private static Compilation compilation(
      SourceTree source, Symbols symbols, Diagnostics diagnostics) {
    int bootCpu = bootCpu(source.root());
    SourceCheck.check(source, diagnostics);
    ReferenceResolution resolution = ReferenceResolution.of(source, diagnostics);
    OmitIfNoRef.omit(source, resolution, symbols);
    resolution.dropDeletedNodes();
    diagnostics.throwIfErrors();
    Node sourceRoot = node(source.root(), resolution);
    NodeOrigin origin = OriginCollector.of(source, resolution);
    if (symbols == Symbols.ALL) {
      SourceSymbols.label(source, resolution, diagnostics);
      resolution.numberLabelledNodes();
    }
    Node root = GeneratedNodes.addTo(node(source.root(), resolution), source, resolution, symbols);
    DeviceTree tree = new DeviceTree(root, source.reservations(), bootCpu);
    return new Compilation(tree, sourceRoot, source.isPlugin(), origin, diagnostics.warnings());
  }

  private static Node node(SourceNode node, ReferenceResolution resolution) {
    return new Node(
        node.name(),
        resolution.properties(node),
        node.children().stream().map(child -> node(child, resolution)).toList());
  }

  /**
   * The {@code reg} of the first CPU, guessed as in dtc: from the text before references are
   * resolved, and a deleted CPU still counts as the first one.
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
