package dev.okayd.fdt.linux;

import java.util.Optional;
import java.util.OptionalInt;

/** {@code of_overlay_fdt_apply} of drivers/of/overlay.c, step by step. */
final class Apply {
  private final LiveTree before;
  private final Proceedings proceedings = new Proceedings();

  private Apply(LiveTree before) {
    this.before = before;
  }

  static Outcome of(LiveTree before, byte[] blob) {
    return new Apply(before).outcome(blob);
  }

  private Outcome outcome(byte[] blob) {
    OverlayNode overlay;
    try {
      BlobHeader header = BlobHeader.check(blob, proceedings);
      warnOfTail(blob, header);
      overlay = Unflattening.of(blob, header, proceedings);
    } catch (Refusal refusal) {
      return new Outcome(proceedings.failed(refusal, OptionalInt.empty()), before);
    }
    return outcome(overlay, before.overlays().nextId());
  }

  private void warnOfTail(byte[] blob, BlobHeader header) {
    int tail = blob.length - header.totalSize();
    if (tail > 0) {
      proceedings.hazard(
          Hazard.Kind.PARTLY_IGNORED,
          "%d bytes stand behind the tree; Linux ignores them, okayd's kernel module refuses such a file: cut it to %d bytes"
              .formatted(tail, header.totalSize()));
    }
  }

  private Outcome outcome(OverlayNode overlay, int id) {
    TreeIndex live = before.index();
    Fragments fragments;
    try {
      PhandleNumbers.raise(overlay, live, proceedings);
      LabelFixups.resolve(overlay, live, proceedings.log());
      fragments = Fragments.of(overlay, live, proceedings.log());
    } catch (Refusal refusal) {
      return refused(refusal, new Overlay(id, Overlay.State.NOT_BUILT, Changeset.EMPTY));
    }
    ChangesetBuilder builder =
        new ChangesetBuilder(live, before.overlays().addedNodes(), proceedings);
    try {
      builder.build(overlay, fragments);
    } catch (Refusal refusal) {
      warnOfRemoval(builder.changeset(), id);
      return refused(refusal, new Overlay(id, Overlay.State.BUILT, builder.changeset()));
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
  private Outcome refused(Refusal refusal, Overlay kept) {
    return new Outcome(
        proceedings.failed(refusal, OptionalInt.of(kept.id())),
        before.with(before.overlays().with(kept)));
  }

  private Outcome applied(Changeset changeset, int id) {
    TreeIndex tree = new TreeIndex(changeset.appliedTo(before.tree()));
    Notifications.Result result =
        Notifications.applied(changeset, tree, before.deviceTable(), proceedings);
    VirtioHazards.check(changeset, tree, proceedings);
    LiveTree after =
        new LiveTree(
            tree,
            result.devices(),
            before.overlays().with(new Overlay(id, Overlay.State.APPLIED, changeset)));
    Optional<Verdict> failed =
        result.refusal().map(refusal -> proceedings.failed(refusal, OptionalInt.of(id)));
    return new Outcome(failed.orElseGet(() -> proceedings.succeeded(OptionalInt.of(id))), after);
  }
}
