package dev.okayd.fdt.dts.parser;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The labels of a node. As in dtc, the newest label comes first, and a deleted label keeps its
 * place and returns to it when it is added again ({@code add_label} in livetree.c). The order of
 * {@code __symbols__} depends on this.
 */
public final class NodeLabels {
  /** Labels, the oldest first; the value is false for a deleted one. */
  private final Map<String, Boolean> labels = new LinkedHashMap<>();

  public void add(String label) {
    labels.put(label, true);
  }

  /** Adds all labels that another node ever had, in that node's order. */
  void addAllOf(NodeLabels others) {
    others.newestFirst().forEach(this::add);
  }

  void deleteAll() {
    labels.replaceAll((label, present) -> false);
  }

  boolean has(String label) {
    return labels.getOrDefault(label, false);
  }

  /** Whether the node has or had a label; deleted ones count. */
  public boolean hadAny() {
    return !labels.isEmpty();
  }

  /** The labels that are not deleted. */
  public List<String> present() {
    return newestFirst().stream().filter(this::has).toList();
  }

  /** All labels, including deleted ones. */
  List<String> newestFirst() {
    List<String> all = new ArrayList<>(labels.keySet());
    Collections.reverse(all);
    return all;
  }
}
