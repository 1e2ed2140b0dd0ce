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

/** {@code of_overlay_remove} of drivers/of/overlay.c, step by step. */
final class OverlayRemoval {
  private final LiveTree before;
  private final int id;
  private final PredictionBuilder proceedings = new PredictionBuilder();

  private OverlayRemoval(LiveTree before, int id) {
    this.before = before;
    this.id = id;
  }

  static OverlayDryRun of(LiveTree before, int id) {
    return new OverlayRemoval(before, id).outcome();
  }

  private OverlayDryRun outcome() {
    try {
      OverlayChangeset overlay = before.overlays().find(id).orElseThrow(this::unknown);
      checkTopmost(overlay);
      checkRevertible(overlay);
      return removed(overlay);
    } catch (ErrnoException refusal) {
      return new OverlayDryRun(proceedings.failed(refusal, OptionalInt.of(id)), before);
    }
  }

  private ErrnoException unknown() {
    proceedings.log().overlay("remove: Could not find overlay #" + id);
    return new ErrnoException(Errno.ENODEV, "the kernel knows no overlay #%d".formatted(id));
  }

  /**
   * No overlay that came later may be on one of its nodes, above one or below one ({@code
   * overlay_removal_is_ok}).
   */
  private void checkTopmost(OverlayChangeset overlay) {
    List<Reach> later =
        before.overlays().after(overlay).stream().map(o -> Reach.of(o, before.index())).toList();
    for (NodePath node : overlay.changeset().nodes()) {
      Optional<Reach> over = later.stream().filter(reach -> reach.covers(node)).findFirst();
      if (over.isPresent()) {
        int laterId = over.get().id();
        proceedings
            .log()
            .overlay(
                "node_overlaps_later_cs: #%d overlaps with #%d @%s"
                    .formatted(id, laterId, LiveNodeLookup.printed(node)));
        proceedings.log().overlay("overlay #%d is not topmost".formatted(id));
        throw new ErrnoException(
            Errno.EBUSY,
            "overlay #%d is on %s too, or above it or below it: remove #%d first"
                .formatted(laterId, node, laterId));
      }
    }
  }

  /**
   * Where an overlay is.
   *
   * @param id of the overlay
   * @param nodes that it is on
   * @param ancestors of those nodes
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

  /** The kernel reverts what it never applied, beginning with the last entry. */
  private void checkRevertible(OverlayChangeset overlay) {
    boolean isBuilt = overlay.state() == OverlayChangeset.State.BUILT;
    if (!isBuilt || overlay.changeset().entries().isEmpty()) {
      return;
    }
    ChangesetEntry last = overlay.changeset().reversed().get(0);
    if (last instanceof UpdateProperty) {
      proceedings.hazard(
          Hazard.Kind.KERNEL_CRASH,
          "Linux 6.1 follows a null pointer when it removes overlay #%d, which it refused and never applied: leave it"
              .formatted(id));
    } else if (last instanceof AddProperty add) {
      proceedings
          .log()
          .of(
              "changeset: apply failed: REMOVE_PROPERTY %s:%s"
                  .formatted(LiveNodeLookup.printed(add.node()), add.property().name()));
      proceedings.log().of("Error reverting changeset (-19)");
    }
    throw new ErrnoException(
        Errno.ENODEV,
        "overlay #%d was refused and never applied, so the kernel finds nothing to revert"
            .formatted(id));
  }

  private OverlayDryRun removed(OverlayChangeset overlay) {
    boolean isApplied = overlay.state() == OverlayChangeset.State.APPLIED;
    Changeset changeset = isApplied ? overlay.changeset() : Changeset.EMPTY;
    TreeIndex tree = new TreeIndex(changeset.revertedIn(before.tree()));
    ReconfigNotifications.Result result =
        ReconfigNotifications.reverted(
            changeset, tree, before.index(), before.deviceTable(), proceedings);
    VirtioHazards.checkRemoval(changeset, before.index(), proceedings);
    LiveTree after = new LiveTree(tree, result.devices(), before.overlays().without(overlay));
    Prediction verdict =
        result
            .refusal()
            .map(refusal -> proceedings.failed(refusal, OptionalInt.of(id)))
            .orElseGet(() -> proceedings.succeeded(OptionalInt.of(id)));
    return new OverlayDryRun(verdict, after);
  }
}
