package dev.okayd.fdt.linux;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.base.LiveNodeLookup;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.changeset.Changeset;
import dev.okayd.fdt.linux.changeset.ChangesetEntry;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.AddProperty;
import dev.okayd.fdt.linux.changeset.ChangesetEntry.UpdateProperty;
import dev.okayd.fdt.linux.device.ReconfigNotifications;
import dev.okayd.fdt.linux.device.VirtioHazards;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.Prediction;
import dev.okayd.fdt.linux.prediction.PredictionBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Predicts {@code of_overlay_remove} of drivers/of/overlay.c, step by step. */
final class OverlayRemoval {
  private final LiveTree before;
  private final int id;
  private final PredictionBuilder prediction = new PredictionBuilder();

  private OverlayRemoval(LiveTree before, int id) {
    this.before = before;
    this.id = id;
  }

  static OverlayDryRun of(LiveTree before, int id) {
    return new OverlayRemoval(before, id).predict();
  }

  private OverlayDryRun predict() {
    try {
      OverlayChangeset overlay = before.overlays().find(id).orElseThrow(this::unknown);
      checkTopmost(overlay);
      checkRevertible(overlay);
      return removed(overlay);
    } catch (ErrnoException error) {
      return new OverlayDryRun(prediction.failed(error, OptionalInt.of(id)), before);
    }
  }

  private ErrnoException unknown() {
    prediction.log().overlay("remove: Could not find overlay #" + id);
    return new ErrnoException(Errno.ENODEV, "the kernel has no overlay #%d".formatted(id));
  }

  /**
   * No later overlay may change a node of this one, or an ancestor or descendant of such a node
   * ({@code overlay_removal_is_ok}).
   */
  private void checkTopmost(OverlayChangeset overlay) {
    List<Reach> later =
        before.overlays().after(overlay).stream().map(o -> Reach.of(o, before.index())).toList();
    for (NodePath node : overlay.changeset().nodes()) {
      Optional<Reach> over = later.stream().filter(reach -> reach.covers(node)).findFirst();
      if (over.isPresent()) {
        int laterId = over.get().id();
        prediction
            .log()
            .overlay(
                "node_overlaps_later_cs: #%d overlaps with #%d @%s"
                    .formatted(id, laterId, LiveNodeLookup.printed(node)));
        prediction.log().overlay("overlay #%d is not topmost".formatted(id));
        throw new ErrnoException(
            Errno.EBUSY,
            "overlay #%d, which was applied later, changes %s or a node above or below it: remove #%d first"
                .formatted(laterId, node, laterId));
      }
    }
  }

  /**
   * The nodes that an overlay covers.
   *
   * @param id id of the overlay
   * @param nodes the nodes that it changes
   * @param ancestors ancestors of those nodes
   */
  private record Reach(int id, Set<NodePath> nodes, Set<NodePath> ancestors) {
    static Reach of(OverlayChangeset overlay, TreeIndex tree) {
      Set<NodePath> nodes = overlay.nodes(tree);
      Set<NodePath> ancestors = new HashSet<>();
      nodes.forEach(node -> ancestors.addAll(upwards(node)));
      return new Reach(overlay.id(), nodes, ancestors);
    }

    boolean covers(NodePath node) {
      return ancestors.contains(node) || upwards(node).stream().anyMatch(nodes::contains);
    }

    private static Set<NodePath> upwards(NodePath node) {
      Set<NodePath> upwards = new HashSet<>();
      for (int depth = 0; depth <= node.names().size(); depth++) {
        upwards.add(new NodePath(node.names().subList(0, depth)));
      }
      return upwards;
    }
  }

  /** The kernel would revert changes that it never applied, beginning with the last entry. */
  private void checkRevertible(OverlayChangeset overlay) {
    boolean isBuilt = overlay.state() == OverlayChangeset.State.BUILT;
    if (!isBuilt || overlay.changeset().entries().isEmpty()) {
      return;
    }
    ChangesetEntry last = overlay.changeset().reversed().get(0);
    if (last instanceof UpdateProperty) {
      prediction.hazard(
          Hazard.Kind.KERNEL_CRASH,
          "Linux 6.1 dereferences a null pointer when it removes overlay #%d, which it refused and never applied: do not remove it"
              .formatted(id));
    } else if (last instanceof AddProperty add) {
      prediction
          .log()
          .of(
              "changeset: apply failed: REMOVE_PROPERTY %s:%s"
                  .formatted(LiveNodeLookup.printed(add.node()), add.property().name()));
      prediction.log().of("Error reverting changeset (-19)");
    }
    throw new ErrnoException(
        Errno.ENODEV,
        "the kernel refused overlay #%d and never applied it, so it finds nothing to revert"
            .formatted(id));
  }

  private OverlayDryRun removed(OverlayChangeset overlay) {
    boolean isApplied = overlay.state() == OverlayChangeset.State.APPLIED;
    Changeset changeset = isApplied ? overlay.changeset() : Changeset.EMPTY;
    TreeIndex tree = new TreeIndex(changeset.revertedIn(before.tree()));
    ReconfigNotifications.Result result =
        ReconfigNotifications.reverted(
            changeset, tree, before.index(), before.deviceTable(), prediction);
    VirtioHazards.checkRemoval(changeset, before.index(), prediction);
    LiveTree after = new LiveTree(tree, result.devices(), before.overlays().without(overlay));
    Prediction outcome =
        result
            .error()
            .map(error -> prediction.failed(error, OptionalInt.of(id)))
            .orElseGet(() -> prediction.succeeded(OptionalInt.of(id)));
    return new OverlayDryRun(outcome, after);
  }
}
