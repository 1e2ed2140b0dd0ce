package dev.okayd.fdt.overlay;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of a tree during a merge. As in libfdt, a new property comes before the existing ones, and
 * so does a new child ({@code fdt_setprop}, {@code fdt_add_subnode}).
 */
final class MutableNode {
  private final String name;
  private final @Nullable MutableNode parent;

  /**
   * In reverse order: the newest property is the first one in the blob, and appending to a list is
   * cheap.
   */
  private final List<Property> properties;

  /** In reverse order, too. */
  private final List<MutableNode> children;

  private final LastIndexByKey<Property> propertyNames;
  private final LastIndexByKey<MutableNode> childNames;
  private final LastIndexByKey<MutableNode> childBaseNames;

  private MutableNode(Node node, @Nullable MutableNode parent) {
    this.name = node.name();
    this.parent = parent;
    this.properties = new ArrayList<>(node.properties());
    this.children = new ArrayList<>(node.children().size());
    Collections.reverse(properties);
    this.propertyNames = new LastIndexByKey<>(properties, Property::name);
    this.childNames = new LastIndexByKey<>(children, MutableNode::name);
    this.childBaseNames = new LastIndexByKey<>(children, MutableNode::baseName);
  }

  static MutableNode copyOf(Node root) {
    return copyOf(root, null);
  }

  private static MutableNode copyOf(Node node, @Nullable MutableNode parent) {
    MutableNode copy = new MutableNode(node, parent);
    node.children().forEach(child -> copy.children.add(copyOf(child, copy)));
    Collections.reverse(copy.children);
    return copy;
  }

  String name() {
    return name;
  }

  /** The name without its unit address. */
  private String baseName() {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }

  Optional<Property> property(String propertyName) {
    int index = propertyNames.of(propertyName);
    return index == LastIndexByKey.NOT_FOUND
        ? Optional.empty()
        : Optional.of(properties.get(index));
  }

  /**
   * The child with this name. A name without unit address also matches the first child of that name
   * with any unit address ({@code fdt_nodename_eq_}).
   */
  Optional<MutableNode> child(String childName) {
    LastIndexByKey<MutableNode> names = childName.indexOf('@') < 0 ? childBaseNames : childNames;
    int index = names.of(childName);
    return index == LastIndexByKey.NOT_FOUND ? Optional.empty() : Optional.of(children.get(index));
  }

  /**
   * The node at a path from this root. A path without a leading slash begins with an alias from
   * {@code /aliases} ({@code fdt_path_offset}).
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

  /** Adds or replaces a property; returns true if it was added. */
  boolean put(Property property) {
    int index = propertyNames.of(property.name());
    if (index == LastIndexByKey.NOT_FOUND) {
      properties.add(property);
      return true;
    }
    properties.set(index, property);
    return false;
  }

  MutableNode childOrNew(String childName) {
    return child(childName)
        .orElseGet(
            () -> {
              MutableNode child = new MutableNode(Node.of(childName), this);
              children.add(child);
              return child;
            });
  }

  /** The properties in their order in the blob. */
  List<Property> properties() {
    return reversed(properties);
  }

  /** The children in their order in the blob. */
  List<MutableNode> children() {
    return reversed(children);
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> items = new ArrayList<>(list);
    Collections.reverse(items);
    return items;
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
