package dev.okayd.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.channel.Proof;
import dev.okayd.channel.Report;
import dev.okayd.channel.Report.Result;
import dev.okayd.fdt.NodePath;
import dev.okayd.plan.DeviceType;
import dev.okayd.platform.SlotKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Target DISK =
      new Target(
          NodePath.parse("/virtio_mmio@a000000"), "storage", DeviceType.BLK, SlotKind.GATED, false);
  private static final Proof BOUND_BLK =
      new Proof(
          Optional.of("okay"),
          Optional.of("a000000.virtio_mmio"),
          Optional.of("virtio-mmio"),
          Optional.of("virtio2"),
          Optional.of(2),
          Optional.of("virtio_blk"));
  private static final Proof NOTHING =
      new Proof(
          Optional.of("disabled"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final Proof NO_DRIVER =
      new Proof(
          Optional.of("okay"),
          Optional.of("a000000.virtio_mmio"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final ReportRules rules =
      new ReportRules(
          new RetryPolicy(
              Duration.ofSeconds(45),
              Duration.ofSeconds(20),
              3,
              Duration.ofSeconds(1),
              Duration.ofSeconds(30)));

  private static Attachment applying() {
    return Attachment.initial("domu1", "disk", DISK, NOW.minusSeconds(100))
        .change()
        .inBoot("boot-1")
        .apply(DISK, "epoch-1")
        .to(Phase.DELIVERING, Reason.COMMAND_SENT, "")
        .deadlineAt(NOW.plusSeconds(45))
        .at(NOW);
  }

  private static Attachment removing() {
    return applying()
        .change()
        .remove("epoch-1")
        .to(Phase.DRAINING, Reason.BACKEND_DRAINING, "")
        .deadlineAt(NOW.plusSeconds(45))
        .at(NOW);
  }

  private Attachment after(Attachment attachment, Result result, Proof proof) {
    return after(attachment, result, Optional.empty(), proof);
  }

  private Attachment after(
      Attachment attachment, Result result, Optional<Integer> errno, Proof proof) {
    Report report =
        new Report(
            "boot-1",
            attachment.commandId().orElseThrow().toString(),
            Optional.empty(),
            result,
            errno,
            Optional.of("what the agent says"),
            Optional.of(4657L),
            proof);
    return rules.after(attachment, report, Sightings.Sighting.NONE, NOW);
  }

  @Test
  void aCompleteProofMakesItBound() {
    Attachment after = after(applying(), Result.APPLIED, BOUND_BLK);

    assertThat(after.phase()).isEqualTo(Phase.BOUND);
    assertThat(after.proof()).contains(BOUND_BLK);
    assertThat(after.applyMicros()).contains(4657L);
    assertThat(after.dueAt()).isEmpty();
  }

  @Test
  void aProofWithoutTheDevicesTypeIsNotComplete() {
    Proof untyped =
        new Proof(
            BOUND_BLK.status(),
            BOUND_BLK.platformDevice(),
            BOUND_BLK.driver(),
            BOUND_BLK.virtioDevice(),
            Optional.empty(),
            BOUND_BLK.virtioDriver());

    assertThat(after(applying(), Result.APPLIED, untyped).phase()).isEqualTo(Phase.APPLIED);
  }

  @ParameterizedTest
  @CsvSource({"7, BOUND", "15, BOUND", "3, APPLIED", "0, APPLIED"})
  void aDriverThatIsNotReadyIsNotBound(int virtioStatus, Phase phase) {
    Proof proof =
        new Proof(
            BOUND_BLK.status(),
            BOUND_BLK.platformDevice(),
            BOUND_BLK.driver(),
            BOUND_BLK.virtioDevice(),
            BOUND_BLK.virtioId(),
            BOUND_BLK.virtioDriver(),
            Optional.of(virtioStatus),
            Optional.of(true),
            Optional.empty());

    assertThat(after(applying(), Result.APPLIED, proof).phase()).isEqualTo(phase);
  }

  @Test
  void appliedWithoutADriverIsNotBound() {
    Attachment after = after(applying(), Result.APPLIED, NO_DRIVER);

    assertThat(after.phase()).isEqualTo(Phase.APPLIED);
    assertThat(after.deadlineAt()).contains(NOW.plusSeconds(20));
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void askingForProofAgainDoesNotMoveTheDeadline() {
    Attachment applied =
        applying()
            .change()
            .to(Phase.APPLIED, Reason.NO_DRIVER_YET, "")
            .deadlineAt(NOW.plusSeconds(3))
            .at(NOW);

    Attachment after = after(applied, Result.APPLIED, NO_DRIVER);

    assertThat(after.deadlineAt()).contains(NOW.plusSeconds(3));
  }

  @Test
  void aDeviceOfAnotherTypeIsAFailureThatNamesBoth() {
    Proof net =
        new Proof(
            BOUND_BLK.status(),
            BOUND_BLK.platformDevice(),
            BOUND_BLK.driver(),
            BOUND_BLK.virtioDevice(),
            Optional.of(1),
            Optional.of("virtio_net"));

    Attachment after = after(applying(), Result.APPLIED, net);

    assertThat(after.reason()).isEqualTo(Reason.WRONG_DEVICE);
    assertThat(after.message()).contains("virtio device 1").contains("blk is 2");
  }

  @Test
  void anAgentThatSaysAppliedButShowsADisabledNodeIsNotBelieved() {
    Attachment after = after(applying(), Result.APPLIED, NOTHING);

    assertThat(after.phase()).isEqualTo(Phase.FAILED);
    assertThat(after.reason()).isEqualTo(Reason.CONTRADICTION);
  }

  @Test
  void anAnswerToAnotherQuestionIsNotBelieved() {
    assertThat(after(applying(), Result.REMOVED, BOUND_BLK).reason())
        .isEqualTo(Reason.CONTRADICTION);
    assertThat(after(removing(), Result.APPLIED, NOTHING).reason()).isEqualTo(Reason.CONTRADICTION);
  }

  @Test
  void aRefusalIsFinalAndTellsTheAgentsReason() {
    Attachment after = after(applying(), Result.REFUSED, NOTHING);

    assertThat(after.phase()).isEqualTo(Phase.FAILED);
    assertThat(after.reason()).isEqualTo(Reason.REFUSED);
    assertThat(after.message()).contains("what the agent says");
  }

  @Test
  void aKernelThatRefusesIsAskedAgainAndThenNotAnyMore() {
    Attachment first = after(applying(), Result.FAILED, Optional.of(-22), NOTHING);
    Attachment third =
        after(
            applying().change().sameCommandAgain().sameCommandAgain().at(NOW),
            Result.FAILED,
            Optional.of(-22),
            NOTHING);

    assertThat(first.phase()).isEqualTo(Phase.WAITING);
    assertThat(first.errno()).contains(-22);
    assertThat(first.nextAttemptAt()).contains(NOW.plusSeconds(1));
    assertThat(third.phase()).isEqualTo(Phase.FAILED);
    assertThat(third.message()).contains("errno -22");
  }

  @Test
  void onlyProofOfAbsenceMakesItDetached() {
    Attachment detached = after(removing(), Result.REMOVED, NOTHING);

    assertThat(detached.phase()).isEqualTo(Phase.DETACHED);
    assertThat(detached.mayBeLive()).isFalse();
    assertThat(after(removing(), Result.REMOVED, BOUND_BLK).reason())
        .isEqualTo(Reason.CONTRADICTION);
  }

  @Test
  void aDeviceThatIsInUseStaysDrainingAndSaysSoAndIsFailedInTheEnd() {
    Attachment first = after(removing(), Result.BUSY, BOUND_BLK);
    Attachment third =
        after(
            removing().change().sameCommandAgain().sameCommandAgain().at(NOW),
            Result.BUSY,
            BOUND_BLK);

    assertThat(first.phase()).isEqualTo(Phase.DRAINING);
    assertThat(first.reason()).isEqualTo(Reason.DEVICE_BUSY);
    assertThat(first.message()).contains("uses the device", "what the agent says");
    assertThat(first.nextAttemptAt()).contains(NOW.plusSeconds(1));
    assertThat(first.isOutstanding()).isFalse();
    assertThat(third.phase()).isEqualTo(Phase.FAILED);
    assertThat(third.reason()).isEqualTo(Reason.DEVICE_BUSY);
    assertThat(third.message()).contains("what the agent says");
  }

  @Test
  void aRemovalThatDidNotWorkIsTriedAgain() {
    Attachment after = after(removing(), Result.FAILED, Optional.of(-16), BOUND_BLK);

    assertThat(after.phase()).isEqualTo(Phase.DRAINING);
    assertThat(after.nextAttemptAt()).contains(NOW.plusSeconds(1));
    assertThat(after.isOutstanding()).isFalse();
  }
}
