package dev.okayd.fdt.dts.parser;

import dev.okayd.fdt.MemoryReservation;
import dev.okayd.fdt.dts.source.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The merged content of a source text. */
public final class SourceTree {
  private final List<MemoryReservation> reservations = new ArrayList<>();

  /** For each label, every node that ever had it. */
  private final Map<String, Set<SourceNode>> labelled = new LinkedHashMap<>();

  private SourceNode root;
  private boolean defined;
  private boolean plugin;

  SourceTree(SourcePosition position) {
    root = new SourceNode("", position);
  }

  public SourceNode root() {
    return root;
  }

  public List<MemoryReservation> reservations() {
    return reservations;
  }

  /** Whether the text is an overlay. */
  public boolean isPlugin() {
    return plugin;
  }

  void makePlugin() {
    plugin = true;
  }

  /** Whether the text has defined a node yet. */
  boolean isDefined() {
    return defined;
  }

  /** Records that the text has a definition, although it is invalid. */
  void markDefined() {
    defined = true;
  }

  /**
   * Adds a definition of the root: the first one becomes the root, later ones are merged into it.
   */
  void define(SourceNode body) {
    if (defined) {
      root.merge(body, this::noteLabels);
    } else {
      root = body;
      root.forEach(this::noteLabels);
    }
    defined = true;
  }

  /** Merges a further definition into a node of this tree. */
  void merge(SourceNode body, SourceNode node) {
    node.merge(body, this::noteLabels);
  }

  /** Appends a node to the root without merging. */
  void add(SourceNode child) {
    root.add(child);
    child.forEach(this::noteLabels);
    defined = true;
  }

  private void noteLabels(SourceNode node) {
    for (String label : node.labels().newestFirst()) {
      labelled.computeIfAbsent(label, l -> new LinkedHashSet<>()).add(node);
    }
  }

  public Optional<SourceNode> find(NodeReference reference) {
    if (reference instanceof NodeReference.ToLabel toLabel) {
      return labelled(toLabel.label());
    }
    String path = ((NodeReference.ToPath) reference).path();
    if (path.startsWith("/")) {
      return root.find(path);
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? labelled(path)
        : labelled(path.substring(0, slash)).flatMap(n -> n.find(path.substring(slash)));
  }

  /**
   * The node with this label. Several nodes with one label are an error unless all but one are
   * deleted later; until then, the first one in the tree counts.
   */
  private Optional<SourceNode> labelled(String label) {
    List<SourceNode> present = present(label);
    if (present.size() < 2) {
      return present.stream().findFirst();
    }
    List<SourceNode> inOrder = new ArrayList<>();
    root.forEach(
        node -> {
          if (node.labels().has(label)) {
            inOrder.add(node);
          }
        });
    return Optional.of(inOrder.get(0));
  }

  private List<SourceNode> present(String label) {
    return labelled.getOrDefault(label, Set.of()).stream()
        .filter(node -> !node.isDeleted() && node.labels().has(label))
        .toList();
  }
}
