package dev.okayd.fdt.dts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What stands between a node's braces, to be merged into whatever the node is by then: a later
 * piece of source overrides an earlier one, property by property (dtc's {@code merge_nodes}).
 */
final class NodeBody {
  /** A statement of a body, in their order. */
  private sealed interface Statement {
    record Set(SourceProperty property) implements Statement {}

    record DeleteProperty(String name) implements Statement {}

    record Child(
        String name, Position position, java.util.Set<String> labels, boolean omit, NodeBody body)
        implements Statement {}

    record DeleteChild(String name) implements Statement {}
  }

  private final List<Statement> statements = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  void set(SourceProperty property) {
    requireNew("property", property.name(), property.position());
    statements.add(new Statement.Set(property));
  }

  void deleteProperty(String name) {
    statements.add(new Statement.DeleteProperty(name));
  }

  void child(Token name, Set<String> labels, boolean omit, NodeBody body) {
    requireNew("node", name.text(), name.position());
    statements.add(
        new Statement.Child(name.text(), name.position(), new LinkedHashSet<>(labels), omit, body));
  }

  void deleteChild(String name) {
    statements.add(new Statement.DeleteChild(name));
  }

  /** Only a body of its own overrides another one; twice in the same one is a mistake. */
  private void requireNew(String what, String name, Position position) {
    if (!names.add(what + name)) {
      throw new DtsException(
          position, "There is a second %s \"%s\" between these braces".formatted(what, name));
    }
  }

  void mergeInto(SourceNode node) {
    for (Statement statement : statements) {
      if (statement instanceof Statement.Set set) {
        node.put(set.property());
      } else if (statement instanceof Statement.DeleteProperty delete) {
        node.removeProperty(delete.name());
      } else if (statement instanceof Statement.DeleteChild delete) {
        node.removeChild(delete.name());
      } else if (statement instanceof Statement.Child child) {
        merge(child, node);
      }
    }
  }

  private static void merge(Statement.Child child, SourceNode parent) {
    SourceNode node =
        parent
            .child(child.name())
            .orElseGet(
                () -> {
                  SourceNode created = new SourceNode(child.name(), child.position());
                  parent.add(created);
                  return created;
                });
    node.labels().addAll(child.labels());
    if (child.omit()) {
      node.omitIfUnreferenced();
    }
    child.body().mergeInto(node);
  }
}
