package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.StepTimes;
import dev.okayd.attach.Target;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.CommandReport.Result;
import dev.okayd.channel.Proof;
import dev.okayd.fdt.NodePath;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A disk on its way into its guest and out of it, and what comes of what the agent reports. */
public abstract class ReportKit {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  public static final Proof BOUND_BLK =
      new Proof(
          Optional.of("okay"),
          Optional.of("a000000.virtio_mmio"),
          Optional.of("virtio-mmio"),
          Optional.of("virtio2"),
          Optional.of(2),
          Optional.of("virtio_blk"));
  public static final Proof NO_DRIVER =
      new Proof(
          Optional.of("okay"),
          Optional.of("a000000.virtio_mmio"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final Target disk;
  private final ReportRules rules =
      new ReportRules(
          new RetryPolicy(
              Duration.ofSeconds(45),
              Duration.ofSeconds(20),
              3,
              Duration.ofSeconds(1),
              Duration.ofSeconds(30)));

  public ReportKit(SlotKind slotKind) {
    disk =
        new Target(
            NodePath.parse("/virtio_mmio@a000000"),
            "storage",
            DeviceType.BLK,
            Optional.of(2),
            slotKind,
            false);
  }

  /** The guest was told to enable it. */
  Attachment attaching() {
    return attaching(disk);
  }

  /** The guest was told to enable this device. */
  static Attachment attaching(Target target) {
    return Attachment.initial("domu1", "disk", target, 0, NOW.minusSeconds(100))
        .change()
        .inBoot("boot-1")
        .apply("epoch-1", Optional.empty())
        .to(States.until(Phase.DELIVERING, Reason.COMMAND_SENT, "", NOW.plusSeconds(45)))
        .at(NOW);
  }

  /** The guest was told to let it go. */
  Attachment detaching() {
    return attaching()
        .change()
        .remove("epoch-1")
        .to(States.until(Phase.DRAINING, Reason.BACKEND_DRAINING, "", NOW.plusSeconds(45)))
        .at(NOW);
  }

  Attachment after(Attachment attachment, Result result, Proof proof) {
    return after(attachment, result, Optional.empty(), proof);
  }

  Attachment after(Attachment attachment, Result result, Optional<Integer> errno, Proof proof) {
    CommandReport report =
        new CommandReport(
            "boot-1",
            attachment.commandId().orElseThrow().toString(),
            Optional.empty(),
            result,
            errno,
            Optional.of("what the agent says"),
            Optional.of(4657L),
            proof);
    return rules.after(attachment, report, StepTimes.AgentSteps.NONE, NOW);
  }
}
