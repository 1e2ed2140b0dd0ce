package dev.okayd.fdt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of a tree that is being merged. As in libfdt, a new property goes before those that are
 * there, and so does a new child ({@code fdt_setprop}, {@code fdt_add_subnode}).
 */
final class MutableNode {
  private final String name;
  private final @Nullable MutableNode parent;
  private final Map<String, Property> properties = new LinkedHashMap<>();
  private final Map<String, Property> newProperties = new LinkedHashMap<>();
  private final Map<String, MutableNode> children = new LinkedHashMap<>();
  private final Map<String, MutableNode> newChildren = new LinkedHashMap<>();

  /** The first child in the blob's order of each name without unit address. */
  private final Map<String, MutableNode> byStem = new HashMap<>();

  private MutableNode(String name, @Nullable MutableNode parent) {
    this.name = name;
    this.parent = parent;
  }

  static MutableNode copyOf(Node root) {
    return copyOf(root, null);
  }

  private static MutableNode copyOf(Node node, @Nullable MutableNode parent) {
    MutableNode copy = new MutableNode(node.name(), parent);
    node.properties().forEach(property -> copy.properties.put(property.name(), property));
    for (Node child : node.children()) {
      MutableNode childCopy = copyOf(child, copy);
      copy.children.put(child.name(), childCopy);
      copy.byStem.putIfAbsent(stem(child.name()), childCopy);
    }
    return copy;
  }

  String name() {
    return name;
  }

  Optional<Property> property(String propertyName) {
    return Optional.ofNullable(properties.get(propertyName))
        .or(() -> Optional.ofNullable(newProperties.get(propertyName)));
  }

  /**
   * The child of this name. A name without unit address is also that of the first child which has
   * one behind it ({@code fdt_nodename_eq_}).
   */
  Optional<MutableNode> child(String childName) {
    if (childName.indexOf('@') < 0) {
      return Optional.ofNullable(byStem.get(childName));
    }
    return Optional.ofNullable(children.get(childName))
        .or(() -> Optional.ofNullable(newChildren.get(childName)));
  }

  /**
   * The node at a path from this root. A path that does not begin with a slash begins with a name
   * in {@code /aliases} ({@code fdt_path_offset}).
   */
  Optional<MutableNode> find(String path) {
    if (path.startsWith("/")) {
      return descend(path);
    }
    int slash = path.indexOf('/');
    String alias = slash < 0 ? path : path.substring(0, slash);
    String below = slash < 0 ? "" : path.substring(slash);
    return child("aliases")
        .flatMap(aliases -> aliases.property(alias))
        .flatMap(Property::asString)
        .filter(target -> target.startsWith("/"))
        .flatMap(this::descend)
        .flatMap(node -> node.descend(below));
  }

  private Optional<MutableNode> descend(String relativePath) {
    Optional<MutableNode> node = Optional.of(this);
    for (String step : relativePath.split("/", -1)) {
      if (!step.isEmpty()) {
        node = node.flatMap(n -> n.child(step));
      }
    }
    return node;
  }

  void put(Property property) {
    Map<String, Property> map =
        properties.containsKey(property.name()) ? properties : newProperties;
    map.put(property.name(), property);
  }

  MutableNode childOrNew(String childName) {
    return child(childName)
        .orElseGet(
            () -> {
              MutableNode child = new MutableNode(childName, this);
              newChildren.put(childName, child);
              // it stands before all others
              byStem.put(stem(childName), child);
              return child;
            });
  }

  private static String stem(String name) {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }

  /** The properties in their order in the blob. */
  List<Property> properties() {
    return newestFirst(newProperties.values(), properties.values());
  }

  /** The children in their order in the blob. */
  List<MutableNode> children() {
    return newestFirst(newChildren.values(), children.values());
  }

  private static <T> List<T> newestFirst(Collection<T> added, Collection<T> old) {
    List<T> all = new ArrayList<>(added);
    Collections.reverse(all);
    all.addAll(old);
    return all;
  }

  void forEach(Consumer<MutableNode> visitor) {
    visitor.accept(this);
    children().forEach(child -> child.forEach(visitor));
  }

  /** Levels of nodes, this one being the first. */
  int depth() {
    return 1 + children().stream().mapToInt(MutableNode::depth).max().orElse(0);
  }

  String path() {
    if (parent == null) {
      return "/";
    }
    return parent.parent == null ? "/" + name : parent.path() + "/" + name;
  }

  Node freeze() {
    return new Node(name, properties(), children().stream().map(MutableNode::freeze).toList());
  }
}
