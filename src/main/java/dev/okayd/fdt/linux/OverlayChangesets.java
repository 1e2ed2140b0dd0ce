package dev.okayd.fdt.linux;

import dev.okayd.fdt.NodePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The overlays that the kernel keeps ({@code ovcs_list} of drivers/of/overlay.c).
 *
 * @param inOrder the overlays in the order in which they were applied
 */
record OverlayChangesets(List<OverlayChangeset> inOrder) {
  static final OverlayChangesets NONE = new OverlayChangesets(List.of());

  OverlayChangesets {
    inOrder = List.copyOf(inOrder);
  }

  /** The lowest free number ({@code idr_alloc}). */
  int nextId() {
    Set<Integer> taken = inOrder.stream().map(OverlayChangeset::id).collect(Collectors.toSet());
    int id = 1;
    while (taken.contains(id)) {
      id++;
    }
    return id;
  }

  Optional<OverlayChangeset> find(int id) {
    return inOrder.stream().filter(overlay -> overlay.id() == id).findFirst();
  }

  /** The overlays that were applied after this one, the latest first. */
  List<OverlayChangeset> after(OverlayChangeset overlay) {
    List<OverlayChangeset> after =
        new ArrayList<>(inOrder.subList(inOrder.indexOf(overlay) + 1, inOrder.size()));
    Collections.reverse(after);
    return after;
  }

  OverlayChangesets with(OverlayChangeset overlay) {
    List<OverlayChangeset> more = new ArrayList<>(inOrder);
    more.add(overlay);
    return new OverlayChangesets(more);
  }

  OverlayChangesets without(OverlayChangeset overlay) {
    return new OverlayChangesets(inOrder.stream().filter(other -> !other.equals(overlay)).toList());
  }

  /** The nodes of the live tree that overlays have added ({@code OF_OVERLAY}). */
  Set<NodePath> addedNodes() {
    Set<NodePath> added = new HashSet<>();
    inOrder.stream()
        .filter(overlay -> overlay.state() == OverlayChangeset.State.APPLIED)
        .forEach(overlay -> added.addAll(overlay.changeset().attached()));
    return added;
  }
}
