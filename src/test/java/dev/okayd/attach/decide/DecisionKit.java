package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import dev.okayd.attach.Target;
import dev.okayd.fdt.NodePath;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Attachments of a disk in each phase, and the decisions about them. */
abstract class DecisionKit {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  static final RetryPolicy POLICY =
      new RetryPolicy(
          Duration.ofSeconds(45),
          Duration.ofSeconds(20),
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  static final Target DISK = disk("storage", SlotKind.GATED);

  static Target disk(String backend, SlotKind slotKind) {
    return target(backend, DeviceType.BLK, Optional.of(2), slotKind);
  }

  static Target target(
      String backend, DeviceType type, Optional<Integer> virtioId, SlotKind slotKind) {
    return new Target(
        NodePath.parse("/virtio_mmio@a000000"), backend, type, virtioId, slotKind, false);
  }

  static Attachment decide(Facts facts, Attachment attachment) {
    return decide(facts, attachment, NOW);
  }

  /** Decides while the plan has the disk as {@link #DISK}. */
  static Attachment decide(Facts facts, Attachment attachment, Instant now) {
    return Decider.decide(attachment, each -> facts.with(each, Optional.of(DISK)), now);
  }

  /** The disk before its guest has booted. */
  static Attachment fresh() {
    return fresh(DISK);
  }

  static Attachment fresh(Target target) {
    return Attachment.initial("domu1", "disk", target, 0, NOW.minusSeconds(100));
  }

  /** The disk in boot-1, with the overlay sent once for epoch-1, and then in a phase. */
  static Attachment in(Phase phase) {
    return fresh()
        .change()
        .inBoot("boot-1")
        .apply("epoch-1", Optional.empty())
        .to(States.in(phase, Reason.PROVED, ""))
        .at(NOW.minusSeconds(10));
  }

  /** The disk with the overlay sent once for epoch-1, and then in a state. */
  static Attachment sent(State state) {
    return in(Phase.DELIVERING).change().to(state).at(NOW);
  }

  /** The disk with its node okay and no driver bound yet. */
  static Attachment withoutDriver(Instant nextAttempt, Instant deadline) {
    return sent(
        States.at(States.in(Phase.APPLIED, Reason.NO_DRIVER_YET, ""), nextAttempt, deadline));
  }

  /** The disk under a backend that was lost. */
  static Attachment degraded() {
    return in(Phase.BOUND).change().to(States.in(Phase.DEGRADED, Reason.BACKEND_LOST, "")).at(NOW);
  }

  /** The disk with its removal sent for a draining backend. */
  static Attachment removing() {
    return removal(States.until(Phase.DRAINING, Reason.BACKEND_DRAINING, "", NOW.plusSeconds(1)));
  }

  /** The bound disk with its removal sent, and then in a state. */
  static Attachment removal(State state) {
    return in(Phase.BOUND).change().remove("epoch-1").to(state).at(NOW);
  }
}
