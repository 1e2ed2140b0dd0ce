package dev.okayd.fdt.dts;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.dts.source.Diagnostic;
import dev.okayd.fdt.dts.source.NodeOrigin;
import java.util.List;

/**
 * The result of compiling a source text.
 *
 * @param tree the content of the blob
 * @param root the tree of the source text with references resolved, but without the nodes that the
 *     compiler adds for labels and overlays, and without phandles that only labels require
 * @param overlay whether the text has {@code /plugin/}
 * @param origin origin of the root and, below it, of every node
 * @param warnings about text that is valid but probably a mistake, in the order of their discovery
 */
public record Compilation(
    DeviceTree tree, Node root, boolean overlay, NodeOrigin origin, List<Diagnostic> warnings) {
  public Compilation {
    warnings = List.copyOf(warnings);
  }
}
