package dev.okayd.fdt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
    node.children().forEach(child -> copy.children.put(child.name(), copyOf(child, copy)));
    return copy;
  }

  String name() {
    return name;
  }

  Optional<Property> property(String propertyName) {
    return Optional.ofNullable(properties.get(propertyName))
        .or(() -> Optional.ofNullable(newProperties.get(propertyName)));
  }

  Optional<MutableNode> child(String childName) {
    return Optional.ofNullable(children.get(childName))
        .or(() -> Optional.ofNullable(newChildren.get(childName)));
  }

  /** The node at a path relative to this one: names separated by slashes, empty for this one. */
  Optional<MutableNode> find(String relativePath) {
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
              return child;
            });
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
