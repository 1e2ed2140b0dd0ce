package dev.okayd.fdt.dts.parser;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The labels of a node. As in dtc, the newest goes first, and a deleted one keeps its place for
 * when it is given again ({@code add_label} in its livetree.c); the order is that of {@code
 * __symbols__}.
 */
public final class NodeLabels {
  /** Whether each one is there; the oldest first. */
  private final Map<String, Boolean> labels = new LinkedHashMap<>();

  public void add(String label) {
    labels.put(label, true);
  }

  /** Adds all that another node ever had, in that node's order. */
  void addAllOf(NodeLabels others) {
    others.newestFirst().forEach(this::add);
  }

  void deleteAll() {
    labels.replaceAll((label, there) -> false);
  }

  boolean has(String label) {
    return labels.getOrDefault(label, false);
  }

  /** Whether there is none, and none was deleted either. */
  public boolean neverWere() {
    return labels.isEmpty();
  }

  /** Those that are there. */
  public List<String> present() {
    return newestFirst().stream().filter(this::has).toList();
  }

  /** Those that are there and those that were. */
  List<String> newestFirst() {
    List<String> all = new ArrayList<>(labels.keySet());
    Collections.reverse(all);
    return all;
  }
}
