package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.StepTimes;
import dev.okayd.attach.Target;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.CommandReport.Result;
import dev.okayd.channel.Proof;
import dev.okayd.platform.SlotKind;
import java.util.Optional;

/** A disk that is being attached or detached, and its attachment after a report of the agent. */
abstract class ReportKit extends DecisionKit {
  static final Proof BOUND_BLK =
      new Proof(
          Optional.of("okay"),
          Optional.of("a000000.virtio_mmio"),
          Optional.of("virtio-mmio"),
          Optional.of("virtio2"),
          Optional.of(2),
          Optional.of("virtio_blk"));
  static final Proof NO_DRIVER =
      new Proof(
          Optional.of("okay"),
          Optional.of("a000000.virtio_mmio"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final Target disk;
  private final ReportRules rules = new ReportRules(POLICY);

  ReportKit(SlotKind slotKind) {
    disk = disk("storage", slotKind);
  }

  /** The guest was asked to enable the disk. */
  Attachment attaching() {
    return attaching(disk);
  }

  /** The guest was asked to enable a device. */
  static Attachment attaching(Target target) {
    return fresh(target)
        .change()
        .inBoot("boot-1")
        .apply("epoch-1", Optional.empty())
        .to(States.until(Phase.DELIVERING, Reason.COMMAND_SENT, "", NOW.plusSeconds(45)))
        .at(NOW);
  }

  /** The guest was asked to remove the disk. */
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
            Optional.of("the agent's detail"),
            Optional.of(4657L),
            proof);
    return rules.after(attachment, report, StepTimes.AgentSteps.NONE, NOW);
  }
}
