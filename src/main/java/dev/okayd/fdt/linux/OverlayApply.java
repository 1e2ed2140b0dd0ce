package dev.okayd.fdt.linux;

import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.changeset.Changeset;
import dev.okayd.fdt.linux.changeset.ChangesetBuilder;
import dev.okayd.fdt.linux.changeset.OverlayFragments;
import dev.okayd.fdt.linux.device.ReconfigNotifications;
import dev.okayd.fdt.linux.device.VirtioHazards;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.Prediction;
import dev.okayd.fdt.linux.prediction.PredictionBuilder;
import dev.okayd.fdt.linux.resolver.LabelFixups;
import dev.okayd.fdt.linux.resolver.PhandleAdjustment;
import dev.okayd.fdt.linux.unflatten.KernelFdtHeader;
import dev.okayd.fdt.linux.unflatten.OverlayNode;
import dev.okayd.fdt.linux.unflatten.Unflattening;
import java.util.Optional;
import java.util.OptionalInt;

/** Predicts {@code of_overlay_fdt_apply} of drivers/of/overlay.c, step by step. */
final class OverlayApply {
  private final LiveTree before;
  private final PredictionBuilder prediction = new PredictionBuilder();

  private OverlayApply(LiveTree before) {
    this.before = before;
  }

  static OverlayDryRun of(LiveTree before, byte[] blob) {
    return new OverlayApply(before).predict(blob);
  }

  private OverlayDryRun predict(byte[] blob) {
    OverlayNode overlay;
    try {
      KernelFdtHeader header = KernelFdtHeader.check(blob, prediction);
      warnAboutTail(blob, header);
      overlay = Unflattening.of(blob, header, prediction);
    } catch (ErrnoException error) {
      return new OverlayDryRun(prediction.failed(error, OptionalInt.empty()), before);
    }
    return predict(overlay, before.overlays().nextId());
  }

  private void warnAboutTail(byte[] blob, KernelFdtHeader header) {
    int tail = blob.length - header.totalSize();
    if (tail > 0) {
      prediction.hazard(
          Hazard.Kind.PARTLY_IGNORED,
          "%d bytes follow the tree: Linux ignores them, but okayd's kernel module refuses such a file; cut the file to %d bytes"
              .formatted(tail, header.totalSize()));
    }
  }

  private OverlayDryRun predict(OverlayNode overlay, int id) {
    TreeIndex live = before.index();
    OverlayFragments fragments;
    try {
      PhandleAdjustment.raise(overlay, live, prediction);
      LabelFixups.resolve(overlay, live, prediction.log());
      fragments = OverlayFragments.of(overlay, live, prediction.log());
    } catch (ErrnoException error) {
      return refused(
          error, new OverlayChangeset(id, OverlayChangeset.State.NOT_BUILT, Changeset.EMPTY));
    }
    ChangesetBuilder builder =
        new ChangesetBuilder(live, before.overlays().addedNodes(), prediction);
    try {
      builder.build(overlay, fragments);
    } catch (ErrnoException error) {
      warnAboutRemoval(builder.changeset(), id);
      return refused(
          error, new OverlayChangeset(id, OverlayChangeset.State.BUILT, builder.changeset()));
    }
    return applied(builder.changeset(), id);
  }

  private void warnAboutRemoval(Changeset built, int id) {
    if (!built.entries().isEmpty()) {
      prediction.hazard(
          Hazard.Kind.REFUSED_BUT_KEPT,
          "the kernel keeps this refused overlay as #%d; removing it would revert changes that were never applied, which crashes Linux 6.1. okayd's kernel module does not remove it, but other interfaces may: do not apply it"
              .formatted(id));
    }
  }

  /** The kernel keeps a refused overlay until it is removed. */
  private OverlayDryRun refused(ErrnoException error, OverlayChangeset kept) {
    return new OverlayDryRun(
        prediction.failed(error, OptionalInt.of(kept.id())),
        before.with(before.overlays().with(kept)));
  }

  private OverlayDryRun applied(Changeset changeset, int id) {
    TreeIndex tree = new TreeIndex(changeset.appliedTo(before.tree()));
    ReconfigNotifications.Result result =
        ReconfigNotifications.applied(changeset, tree, before.deviceTable(), prediction);
    VirtioHazards.check(changeset, tree, prediction);
    LiveTree after =
        new LiveTree(
            tree,
            result.devices(),
            before
                .overlays()
                .with(new OverlayChangeset(id, OverlayChangeset.State.APPLIED, changeset)));
    Optional<Prediction> failed =
        result.error().map(error -> prediction.failed(error, OptionalInt.of(id)));
    return new OverlayDryRun(
        failed.orElseGet(() -> prediction.succeeded(OptionalInt.of(id))), after);
  }
}
