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

/** {@code of_overlay_fdt_apply} of drivers/of/overlay.c, step by step. */
final class OverlayApply {
  private final LiveTree before;
  private final PredictionBuilder proceedings = new PredictionBuilder();

  private OverlayApply(LiveTree before) {
    this.before = before;
  }

  static OverlayDryRun of(LiveTree before, byte[] blob) {
    return new OverlayApply(before).outcome(blob);
  }

  private OverlayDryRun outcome(byte[] blob) {
    OverlayNode overlay;
    try {
      KernelFdtHeader header = KernelFdtHeader.check(blob, proceedings);
      warnOfTail(blob, header);
      overlay = Unflattening.of(blob, header, proceedings);
    } catch (ErrnoException refusal) {
      return new OverlayDryRun(proceedings.failed(refusal, OptionalInt.empty()), before);
    }
    return outcome(overlay, before.overlays().nextId());
  }

  private void warnOfTail(byte[] blob, KernelFdtHeader header) {
    int tail = blob.length - header.totalSize();
    if (tail > 0) {
      proceedings.hazard(
          Hazard.Kind.PARTLY_IGNORED,
          "%d bytes stand behind the tree; Linux ignores them, okayd's kernel module refuses such a file: cut it to %d bytes"
              .formatted(tail, header.totalSize()));
    }
  }

  private OverlayDryRun outcome(OverlayNode overlay, int id) {
    TreeIndex live = before.index();
    OverlayFragments fragments;
    try {
      PhandleAdjustment.raise(overlay, live, proceedings);
      LabelFixups.resolve(overlay, live, proceedings.log());
      fragments = OverlayFragments.of(overlay, live, proceedings.log());
    } catch (ErrnoException refusal) {
      return refused(
          refusal, new OverlayChangeset(id, OverlayChangeset.State.NOT_BUILT, Changeset.EMPTY));
    }
    ChangesetBuilder builder =
        new ChangesetBuilder(live, before.overlays().addedNodes(), proceedings);
    try {
      builder.build(overlay, fragments);
    } catch (ErrnoException refusal) {
      warnOfRemoval(builder.changeset(), id);
      return refused(
          refusal, new OverlayChangeset(id, OverlayChangeset.State.BUILT, builder.changeset()));
    }
    return applied(builder.changeset(), id);
  }

  private void warnOfRemoval(Changeset built, int id) {
    if (!built.entries().isEmpty()) {
      proceedings.hazard(
          Hazard.Kind.REFUSED_BUT_KEPT,
          "the kernel keeps this refused overlay as #%d, and removing it reverts what was never applied, which crashes Linux 6.1; okayd's kernel module leaves it alone, other interfaces may not: do not apply it"
              .formatted(id));
    }
  }

  /** The kernel keeps it until it is removed. */
  private OverlayDryRun refused(ErrnoException refusal, OverlayChangeset kept) {
    return new OverlayDryRun(
        proceedings.failed(refusal, OptionalInt.of(kept.id())),
        before.with(before.overlays().with(kept)));
  }

  private OverlayDryRun applied(Changeset changeset, int id) {
    TreeIndex tree = new TreeIndex(changeset.appliedTo(before.tree()));
    ReconfigNotifications.Result result =
        ReconfigNotifications.applied(changeset, tree, before.deviceTable(), proceedings);
    VirtioHazards.check(changeset, tree, proceedings);
    LiveTree after =
        new LiveTree(
            tree,
            result.devices(),
            before
                .overlays()
                .with(new OverlayChangeset(id, OverlayChangeset.State.APPLIED, changeset)));
    Optional<Prediction> failed =
        result.refusal().map(refusal -> proceedings.failed(refusal, OptionalInt.of(id)));
    return new OverlayDryRun(
        failed.orElseGet(() -> proceedings.succeeded(OptionalInt.of(id))), after);
  }
}
