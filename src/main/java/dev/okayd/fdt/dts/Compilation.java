package dev.okayd.fdt.dts;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.dts.source.Diagnostic;
import dev.okayd.fdt.dts.source.NodeOrigin;
import java.util.List;

/**
 * What became of a source text that compiles.
 *
 * @param tree all that goes into the blob
 * @param root the tree of the text alone, references resolved: without the nodes that the compiler
 *     adds for labels and overlays, and without the phandles that only labels ask for
 * @param overlay whether the text says {@code /plugin/}
 * @param origin of the root, and below it of every node
 * @param warnings of what is allowed and hardly meant, in the order in which it was found
 */
public record Compilation(
    DeviceTree tree, Node root, boolean overlay, NodeOrigin origin, List<Diagnostic> warnings) {
  public Compilation {
    warnings = List.copyOf(warnings);
  }
}
