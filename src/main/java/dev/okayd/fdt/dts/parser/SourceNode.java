package dev.okayd.fdt.dts.parser;

import dev.okayd.fdt.dts.source.SourcePosition;
import dev.okayd.fdt.dts.source.SourceSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A node of the source, built while the source is read. A deleted node or property keeps its place
 * and returns to it when it is defined again. dtc does the same (livetree.c), and the order of a
 * blob depends on it.
 */
public final class SourceNode {
  private final String name;
  private final SourcePosition position;
  private final List<SourceSpan> definitions = new ArrayList<>();
  private final NodeLabels labels = new NodeLabels();
  private final List<SourceProperty> properties = new ArrayList<>();
  private final List<SourceNode> children = new ArrayList<>();

  /** The first property of each name, by index: later definitions are merged into it. */
  private final Map<String, Integer> firstProperty = new HashMap<>();

  /** The first child of each name: later definitions are merged into it. */
  private final Map<String, SourceNode> firstChild = new HashMap<>();

  private @Nullable SourceNode parent;
  private boolean deleted;
  private boolean omittedIfUnreferenced;

  SourceNode(String name, SourcePosition position) {
    this.name = name;
    this.position = position;
  }

  public String name() {
    return name;
  }

  public SourcePosition position() {
    return position;
  }

  /** Records a pair of braces that defines this node. */
  void define(SourceSpan span) {
    definitions.add(span);
  }

  /** The definitions of this node in the order of the text, including those before a deletion. */
  public List<SourceSpan> definitions() {
    return List.copyOf(definitions);
  }

  public NodeLabels labels() {
    return labels;
  }

  /** The properties that are not deleted. */
  public List<SourceProperty> properties() {
    return properties.stream().filter(property -> !property.deleted()).toList();
  }

  /** The children that are not deleted. */
  public List<SourceNode> children() {
    return children.stream().filter(child -> !child.deleted).toList();
  }

  /** All children, including deleted ones. */
  public List<SourceNode> allChildren() {
    return List.copyOf(children);
  }

  public Optional<SourceProperty> property(String propertyName) {
    return properties().stream().filter(p -> p.name().equals(propertyName)).findFirst();
  }

  public Optional<SourceNode> child(String childName) {
    SourceNode first = firstChild.get(childName);
    return first != null && first.deleted
        ? children().stream().filter(child -> child.name.equals(childName)).findFirst()
        : Optional.ofNullable(first);
  }

  void add(SourceProperty property) {
    firstProperty.putIfAbsent(property.name(), properties.size());
    properties.add(property);
  }

  void add(SourceNode child) {
    child.parent = this;
    firstChild.putIfAbsent(child.name, child);
    children.add(child);
  }

  /**
   * Merges a later definition into this node, property by property (dtc's {@code merge_nodes}).
   *
   * @param attached called for every node that becomes part of this tree or gets labels
   */
  void merge(SourceNode body, Consumer<SourceNode> attached) {
    deleted = false;
    definitions.addAll(body.definitions);
    labels.addAllOf(body.labels);
    attached.accept(this);
    body.properties.forEach(this::override);
    for (SourceNode child : body.children) {
      SourceNode same = firstChild.get(child.name);
      if (child.deleted) {
        Optional.ofNullable(same).ifPresent(SourceNode::delete);
      } else if (same != null) {
        same.merge(child, attached);
      } else {
        add(child);
        child.forEach(attached);
      }
    }
  }

  private void override(SourceProperty property) {
    Integer index = firstProperty.get(property.name());
    if (index != null) {
      properties.set(index, property.replacing(properties.get(index)));
    } else if (!property.deleted()) {
      add(property);
    }
  }

  /** Deletes this node with its labels, properties and children. */
  public void delete() {
    deleted = true;
    labels.deleteAll();
    properties.replaceAll(p -> SourceProperty.deletion(p.name(), p.position()));
    children().forEach(SourceNode::delete);
  }

  /** Deletes a property of this node. */
  public void deleteProperty(SourceProperty property) {
    properties.set(
        properties.indexOf(property),
        SourceProperty.deletion(property.name(), property.position()));
  }

  public boolean isDeleted() {
    return deleted;
  }

  void omitIfUnreferenced() {
    omittedIfUnreferenced = true;
  }

  public boolean isOmittedIfUnreferenced() {
    return omittedIfUnreferenced;
  }

  /** Visits this node and all descendants that are not deleted, parents first. */
  public void forEach(Consumer<SourceNode> visitor) {
    visitor.accept(this);
    children.stream().filter(child -> !child.deleted).forEach(child -> child.forEach(visitor));
  }

  /** Whether this node or a descendant that is not deleted matches. */
  public boolean anyMatch(Predicate<SourceNode> predicate) {
    return predicate.test(this) || children().stream().anyMatch(child -> child.anyMatch(predicate));
  }

  /** The nodes from the root down to this one. */
  public List<SourceNode> ancestry() {
    List<SourceNode> ancestry = parent == null ? new ArrayList<>() : parent.ancestry();
    ancestry.add(this);
    return ancestry;
  }

  public String path() {
    if (parent == null) {
      return "/";
    }
    return parent.parent == null ? "/" + name : parent.path() + "/" + name;
  }

  /** The node at a path below this one: names separated by slashes. */
  public Optional<SourceNode> find(String path) {
    Optional<SourceNode> node = Optional.of(this);
    for (String step : path.split("/", -1)) {
      if (!step.isEmpty()) {
        node = node.flatMap(n -> n.child(step));
      }
    }
    return node;
  }
}
