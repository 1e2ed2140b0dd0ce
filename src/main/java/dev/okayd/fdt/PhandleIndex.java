package dev.okayd.fdt;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes of a tree by their phandles (specification, §2.3.3). {@code linux,phandle} counts, as
 * it does in Linux and libfdt.
 */
public final class PhandleIndex {
  private final DeviceTree tree;
  private final Map<Integer, NodePath> paths = new HashMap<>();

  private PhandleIndex(DeviceTree tree) {
    this.tree = tree;
    add(tree.root(), NodePath.ROOT);
  }

  /** The index of a tree; of nodes that share a phandle, the first one has it. */
  public static PhandleIndex of(DeviceTree tree) {
    return new PhandleIndex(tree);
  }

  private void add(Node node, NodePath path) {
    node.phandle().ifPresent(phandle -> paths.putIfAbsent(phandle, path));
    node.children().forEach(child -> add(child, path.child(child.name())));
  }

  /** Where the node of this phandle is. */
  public Optional<NodePath> path(int phandle) {
    return Optional.ofNullable(paths.get(phandle));
  }

  /** The node of this phandle. */
  public Optional<Node> node(int phandle) {
    return path(phandle).flatMap(tree::find);
  }
}
