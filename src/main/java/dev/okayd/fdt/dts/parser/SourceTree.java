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

/** All that a source text says, merged. */
public final class SourceTree {
  private final List<MemoryReservation> reservations = new ArrayList<>();

  /** Every node that ever had a label, by the label. */
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

  /** Whether the text has said anything of a node yet. */
  boolean isDefined() {
    return defined;
  }

  /** The text has a definition that cannot be taken in. */
  void defineNothing() {
    defined = true;
  }

  /** Takes in one more definition of the root: the first one as it is, later ones merged. */
  void define(SourceNode body) {
    if (defined) {
      root.merge(body, this::noteLabels);
    } else {
      root = body;
      root.forEach(this::noteLabels);
    }
    defined = true;
  }

  /** Takes in one more definition of a node of this tree. */
  void merge(SourceNode body, SourceNode node) {
    node.merge(body, this::noteLabels);
  }

  /** Adds a node to the root, whatever else is there. */
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

  /** Of several, which is a mistake unless all but one are deleted later, the first in the tree. */
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
