package dev.okayd.fdt.dts;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;

/**
 * A source text, compiled.
 *
 * @param tree all that goes into the blob
 * @param root the tree of the text alone, references resolved: without the nodes that the compiler
 *     adds for labels and overlays, and without the phandles that only labels ask for
 * @param overlay whether the text says {@code /plugin/}
 * @param origin of the root, and below it of every node
 */
public record CompiledSource(DeviceTree tree, Node root, boolean overlay, NodeOrigin origin) {}
