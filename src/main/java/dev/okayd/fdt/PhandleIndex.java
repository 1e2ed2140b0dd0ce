package dev.okayd.fdt;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes of a tree by their phandles (specification, §2.3.3). As in Linux and libfdt, {@code
 * linux,phandle} counts too.
 */
public final class PhandleIndex {
  private final DeviceTree tree;
  private final Map<Integer, NodePath> paths = new HashMap<>();

  private PhandleIndex(DeviceTree tree) {
    this.tree = tree;
    add(tree.root(), NodePath.ROOT);
  }

  /** The index of a tree. If nodes share a phandle, the index holds the first of them. */
  public static PhandleIndex of(DeviceTree tree) {
    return new PhandleIndex(tree);
  }

  private void add(Node node, NodePath path) {
    node.phandle().ifPresent(phandle -> paths.putIfAbsent(phandle, path));
    node.children().forEach(child -> add(child, path.child(child.name())));
  }

  /** The path of the node with this phandle. */
  public Optional<NodePath> path(int phandle) {
    return Optional.ofNullable(paths.get(phandle));
  }

  /** The node with this phandle. */
  public Optional<Node> node(int phandle) {
    return path(phandle).flatMap(tree::find);
  }
}
