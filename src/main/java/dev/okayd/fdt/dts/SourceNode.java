package dev.okayd.fdt.dts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node as the source has it, growing as more of the source is read. */
final class SourceNode {
  private final String name;
  private final Position position;
  private final Set<String> labels = new LinkedHashSet<>();
  private final Map<String, SourceProperty> properties = new LinkedHashMap<>();
  private final Map<String, SourceNode> children = new LinkedHashMap<>();
  private @Nullable SourceNode parent;
  private boolean omittedIfUnreferenced;

  SourceNode(String name, Position position) {
    this.name = name;
    this.position = position;
  }

  String name() {
    return name;
  }

  Position position() {
    return position;
  }

  Set<String> labels() {
    return labels;
  }

  List<SourceProperty> properties() {
    return List.copyOf(properties.values());
  }

  List<SourceNode> children() {
    return List.copyOf(children.values());
  }

  Optional<SourceProperty> property(String propertyName) {
    return Optional.ofNullable(properties.get(propertyName));
  }

  Optional<SourceNode> child(String childName) {
    return Optional.ofNullable(children.get(childName));
  }

  /** Replaces the property of that name where it is, or adds it as the last one. */
  void put(SourceProperty property) {
    properties.put(property.name(), property);
  }

  void removeProperty(String propertyName) {
    properties.remove(propertyName);
  }

  void add(SourceNode child) {
    child.parent = this;
    children.put(child.name, child);
  }

  void removeChild(String childName) {
    children.remove(childName);
  }

  void remove() {
    if (parent != null) {
      parent.removeChild(name);
    }
  }

  void omitIfUnreferenced() {
    omittedIfUnreferenced = true;
  }

  boolean isOmittedIfUnreferenced() {
    return omittedIfUnreferenced;
  }

  /** This node and all below it, parents first. */
  void forEach(Consumer<SourceNode> visitor) {
    visitor.accept(this);
    children().forEach(child -> child.forEach(visitor));
  }

  /** The nodes from the root down to this one. */
  List<SourceNode> ancestry() {
    List<SourceNode> ancestry = parent == null ? new ArrayList<>() : parent.ancestry();
    ancestry.add(this);
    return ancestry;
  }

  String path() {
    if (parent == null) {
      return "/";
    }
    return parent.parent == null ? "/" + name : parent.path() + "/" + name;
  }

  /** The node at a path below this one: names separated by slashes. */
  Optional<SourceNode> find(String path) {
    Optional<SourceNode> node = Optional.of(this);
    for (String step : path.split("/", -1)) {
      if (!step.isEmpty()) {
        node = node.flatMap(n -> n.child(step));
      }
    }
    return node;
  }
}
