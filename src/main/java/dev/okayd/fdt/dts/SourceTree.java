package dev.okayd.fdt.dts;

import dev.okayd.fdt.MemoryReservation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that a source text says, merged. */
final class SourceTree {
  private final SourceNode root;
  private final List<MemoryReservation> reservations = new ArrayList<>();
  private final Map<String, SourceNode> labels = new HashMap<>();
  private boolean plugin;

  SourceTree(Position position) {
    root = new SourceNode("", position);
  }

  SourceNode root() {
    return root;
  }

  List<MemoryReservation> reservations() {
    return reservations;
  }

  /** Whether the text is an overlay. */
  boolean isPlugin() {
    return plugin;
  }

  void makePlugin() {
    plugin = true;
  }

  /** Merges a body into a node of this tree, and takes note of the labels in it. */
  void merge(NodeBody body, SourceNode node) {
    body.mergeInto(node);
    node.forEach(this::noteLabels);
  }

  private void noteLabels(SourceNode node) {
    for (String label : node.labels()) {
      SourceNode other = labels.put(label, node);
      if (other != null && other != node && isHere(other)) {
        throw new DtsException(
            node.position(), "Label \"%s\" is that of %s already".formatted(label, other.path()));
      }
    }
  }

  Optional<SourceNode> find(Reference reference) {
    if (reference instanceof Reference.ToLabel toLabel) {
      return labelled(toLabel.label());
    }
    String path = ((Reference.ToPath) reference).path();
    if (path.startsWith("/")) {
      return root.find(path);
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? labelled(path)
        : labelled(path.substring(0, slash)).flatMap(n -> n.find(path.substring(slash)));
  }

  private Optional<SourceNode> labelled(String label) {
    return Optional.ofNullable(labels.get(label)).filter(this::isHere);
  }

  /** A node that was deleted keeps its labels, but is not in the tree. */
  private boolean isHere(SourceNode node) {
    List<SourceNode> ancestry = node.ancestry();
    SourceNode present = root;
    for (SourceNode step : ancestry.subList(1, ancestry.size())) {
      if (present.child(step.name()).filter(step::equals).isEmpty()) {
        return false;
      }
      present = step;
    }
    return ancestry.get(0) == root;
  }
}
