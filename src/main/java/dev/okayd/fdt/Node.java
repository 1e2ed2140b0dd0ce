package dev.okayd.fdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A node: its name with unit address (empty for the root), its properties and its children, both in
 * their order in the blob. Nodes are immutable; the {@code with} methods return a changed copy that
 * shares all unchanged parts.
 *
 * @param name such as {@code virtio@2000000}
 * @param properties in order; names are unique
 * @param children in order; names are unique
 */
public record Node(String name, List<Property> properties, List<Node> children) {

  public Node {
    properties = List.copyOf(properties);
    children = List.copyOf(children);
  }

  /** A node with these properties and no children. */
  public static Node of(String name, Property... properties) {
    return new Node(name, List.of(properties), List.of());
  }

  /** The property with this name. */
  public Optional<Property> property(String propertyName) {
    return first(properties, property -> property.name().equals(propertyName));
  }

  /** The child with exactly this name, including the unit address. */
  public Optional<Node> child(String childName) {
    return first(children, child -> child.name().equals(childName));
  }

  /** The phandle by which other nodes refer to this one, if it has one. */
  public Optional<Integer> phandle() {
    return Phandles.of(this);
  }

  /** This node without the property of this name. */
  public Node withoutProperty(String propertyName) {
    return new Node(
        name,
        properties.stream().filter(property -> !property.name().equals(propertyName)).toList(),
        children);
  }

  /** This node with the property replaced in its place, or added at the end. */
  public Node withProperty(Property property) {
    return new Node(
        name, put(properties, property, p -> p.name().equals(property.name())), children);
  }

  /**
   * This node with the child of the same name replaced in its place, or the child added at the end.
   */
  public Node withChild(Node child) {
    return new Node(name, properties, put(children, child, c -> c.name().equals(child.name())));
  }

  /** This node with one child changed; the child must exist. */
  Node withChild(String childName, UnaryOperator<Node> change) {
    Node child = child(childName).orElseThrow();
    return withChild(change.apply(child));
  }

  private static <T> Optional<T> first(List<T> list, Predicate<T> wanted) {
    return list.stream().filter(wanted).findFirst();
  }

  private static <T> List<T> put(List<T> list, T item, Predicate<T> same) {
    List<T> copy = new ArrayList<>(list);
    for (int i = 0; i < copy.size(); i++) {
      if (same.test(copy.get(i))) {
        copy.set(i, item);
        return copy;
      }
    }
    copy.add(item);
    return copy;
  }
}
