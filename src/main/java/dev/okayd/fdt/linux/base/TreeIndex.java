package dev.okayd.fdt.linux.base;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tree with constant-time lookups, because a small blob can cause very many of them. */
public final class TreeIndex {
  /** {@code OF_PHANDLE_ILLEGAL}. */
  public static final int ILLEGAL_PHANDLE = 0xdeadbeef;

  private final DeviceTree tree;
  private final Map<NodePath, Node> nodes = new HashMap<>();
  private final Map<Integer, NodePath> phandles = new HashMap<>();
  private int highestPhandle;

  public TreeIndex(DeviceTree tree) {
    this.tree = tree;
    add(tree.root(), NodePath.ROOT);
  }

  private void add(Node node, NodePath path) {
    nodes.put(path, node);
    node.phandle().ifPresent(phandle -> add(phandle, path));
    node.children().forEach(child -> add(child, path.child(child.name())));
  }

  private void add(int phandle, NodePath path) {
    phandles.putIfAbsent(phandle, path);
    if (phandle != ILLEGAL_PHANDLE && Integer.compareUnsigned(phandle, highestPhandle) > 0) {
      highestPhandle = phandle;
    }
  }

  public DeviceTree tree() {
    return tree;
  }

  public Optional<Node> find(NodePath path) {
    return Optional.ofNullable(nodes.get(path));
  }

  /** {@code of_find_node_by_phandle}. */
  public Optional<NodePath> byPhandle(int phandle) {
    return Optional.ofNullable(phandles.get(phandle));
  }

  /** {@code live_tree_max_phandle}. */
  public int highestPhandle() {
    return highestPhandle;
  }

  /** The nodes from the root to the node at this path. */
  public List<Node> lineage(NodePath path) {
    List<Node> lineage = new ArrayList<>();
    for (int depth = 0; depth <= path.names().size(); depth++) {
      lineage.add(find(new NodePath(path.names().subList(0, depth))).orElseThrow());
    }
    return lineage;
  }
}
