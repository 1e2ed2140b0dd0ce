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
   * @throws DtsException if it does not compile, or is beyond {@link Limits#DEFAULT}
   */
  public static DeviceTree compile(String file, String text, Symbols symbols) {
    return compile(file, text.getBytes(StandardCharsets.UTF_8), Includes.NONE, symbols);
  }

  /**
   * Compiles a text.
   *
   * @param file its name, for messages and for {@code includes}
   * @throws DtsException if it does not compile, or is beyond {@link Limits#DEFAULT}
   */
  public static DeviceTree compile(String file, byte[] text, Includes includes, Symbols symbols) {
    return compilation(file, text, includes, symbols, Limits.DEFAULT).tree();
  }

  /**
   * Compiles a text, with the warnings for whoever wrote it.
   *
   * @param file its name, for messages and for {@code includes}
   * @param limits {@code FdtReader} reads the blob within the same
   * @throws DtsException if it does not compile, or is beyond the limits
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

  /** As in dtc, what is wrong in the text is said before what is wrong in the tree. */
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
    resolution.forgetDeletedNodes();
    diagnostics.throwIfErrors();
    Node alone = node(source.root(), resolution);
    NodeOrigin origin = OriginCollector.of(source, resolution);
    if (symbols == Symbols.ALL) {
      SourceSymbols.label(source, resolution, diagnostics);
      resolution.numberLabelledNodes();
    }
    Node root = GeneratedNodes.addTo(node(source.root(), resolution), source, resolution, symbols);
    DeviceTree tree = new DeviceTree(root, source.reservations(), bootCpu);
    return new Compilation(tree, alone, source.isPlugin(), origin, diagnostics.warnings());
  }

  private static Node node(SourceNode node, ReferenceResolution resolution) {
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
