package dev.okayd.fdt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The short names that {@code /aliases} gives to nodes, such as {@code serial0} (specification,
 * §3.3). An alias is ignored if its value is not the path of a node in the tree.
 */
public final class Aliases {
  private static final NodePath ALIASES = NodePath.ROOT.child("aliases");

  private final DeviceTree tree;
  private final Map<String, NodePath> paths = new LinkedHashMap<>();

  private Aliases(DeviceTree tree) {
    this.tree = tree;
    tree.find(ALIASES).ifPresent(node -> node.properties().forEach(this::add));
  }

  /** The aliases of a tree. */
  public static Aliases of(DeviceTree tree) {
    return new Aliases(tree);
  }

  private void add(Property property) {
    property
        .asString()
        .flatMap(NodePath::tryParse)
        .filter(path -> tree.find(path).isPresent())
        .ifPresent(path -> paths.put(property.name(), path));
  }

  /** Every alias and the node that it names, in the order of the tree. */
  public Map<String, NodePath> all() {
    return Collections.unmodifiableMap(paths);
  }

  /** The path of the node with this alias. */
  public Optional<NodePath> path(String alias) {
    return Optional.ofNullable(paths.get(alias));
  }

  /** The node with this alias. */
  public Optional<Node> node(String alias) {
    return path(alias).flatMap(tree::find);
  }
}
