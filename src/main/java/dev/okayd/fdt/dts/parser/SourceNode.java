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
 * A node as the source has it, growing as more of the source is read. What is deleted keeps its
 * place, and comes back to it when it is defined again: dtc does so (its livetree.c), and the order
 * of a blob depends on it.
 */
public final class SourceNode {
  private final String name;
  private final SourcePosition position;
  private final List<SourceSpan> definitions = new ArrayList<>();
  private final NodeLabels labels = new NodeLabels();
  private final List<SourceProperty> properties = new ArrayList<>();
  private final List<SourceNode> children = new ArrayList<>();

  /** Index of the first property of each name, and the first child: those that later ones meet. */
  private final Map<String, Integer> firstProperty = new HashMap<>();

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

  /** Takes note of braces that define this node. */
  void define(SourceSpan span) {
    definitions.add(span);
  }

  /** Where it is defined, in the order of the text; those before a deletion count. */
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

  /** The children with those that are deleted. */
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
   * Merges a later piece of source into this node, property by property (dtc's {@code
   * merge_nodes}).
   *
   * @param attached told of every node that becomes part of this tree or gets labels
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
      properties.set(index, property.over(properties.get(index)));
    } else if (!property.deleted()) {
      add(property);
    }
  }

  /** Deletes this node and all that is in it. */
  public void delete() {
    deleted = true;
    labels.deleteAll();
    properties.replaceAll(p -> SourceProperty.deletion(p.name(), p.position()));
    children().forEach(SourceNode::delete);
  }

  /** Deletes the property, of which there is one. */
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

  /** This node and all below it that are not deleted, parents first. */
  public void forEach(Consumer<SourceNode> visitor) {
    visitor.accept(this);
    children.stream().filter(child -> !child.deleted).forEach(child -> child.forEach(visitor));
  }

  /** Whether this node or one below it, that is not deleted, is such a one. */
  public boolean anyMatch(Predicate<SourceNode> wanted) {
    return wanted.test(this) || children().stream().anyMatch(child -> child.anyMatch(wanted));
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
