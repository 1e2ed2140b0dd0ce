package dev.okayd.fdt.dts;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import java.nio.charset.StandardCharsets;

/**
 * Compiles source texts. The tree is the one that dtc makes of the same text, and {@code FdtWriter}
 * gives it dtc's bytes.
 */
public final class DtsCompiler {
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
    SourceTree source = DtsParser.parse(file, text, includes);
    Unreferenced.omit(source, symbols);
    Resolution resolution = Resolution.of(source, symbols);
    Node root = node(source.root(), resolution);
    for (Node generated : GeneratedNodes.of(source, resolution, symbols)) {
      root = root.withChild(generated);
    }
    return new DeviceTree(root, source.reservations(), bootCpu(root));
  }

  private static Node node(SourceNode node, Resolution resolution) {
    return new Node(
        node.name(),
        resolution.properties(node),
        node.children().stream().map(child -> node(child, resolution)).toList());
  }

  /** The {@code reg} of the first CPU, as dtc guesses it. */
  private static int bootCpu(Node root) {
    return root.child("cpus")
        .flatMap(cpus -> cpus.children().stream().findFirst())
        .flatMap(cpu -> cpu.property("reg"))
        .flatMap(Property::asCell)
        .orElse(0);
  }
}
