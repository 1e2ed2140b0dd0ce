package dev.okayd.attach.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.Target;
import dev.okayd.channel.CommandReport.Result;
import dev.okayd.channel.Proof;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportRulesTest extends ReportKit {
  private static final Proof NOTHING =
      new Proof(
          Optional.of("disabled"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  ReportRulesTest() {
    super(SlotKind.GATED);
  }

  @Test
  void aCompleteProofMakesTheDeviceBound() {
    Attachment after = after(attaching(), Result.APPLIED, BOUND_BLK);

    assertThat(after.phase()).isEqualTo(Phase.BOUND);
    assertThat(after.proof()).contains(BOUND_BLK);
    assertThat(after.observed().applyMicros()).contains(4657L);
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

    assertThat(after(attaching(), Result.APPLIED, untyped).phase()).isEqualTo(Phase.APPLIED);
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

    assertThat(after(attaching(), Result.APPLIED, proof).phase()).isEqualTo(phase);
  }

  @Test
  void appliedWithoutADriverIsNotBound() {
    Attachment after = after(attaching(), Result.APPLIED, NO_DRIVER);

    assertThat(after.phase()).isEqualTo(Phase.APPLIED);
    assertThat(after.state().deadlineAt()).contains(NOW.plusSeconds(20));
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void askingForProofAgainDoesNotMoveTheDeadline() {
    Attachment applied =
        attaching()
            .change()
            .to(States.until(Phase.APPLIED, Reason.NO_DRIVER_YET, "", NOW.plusSeconds(3)))
            .at(NOW);

    Attachment after = after(applied, Result.APPLIED, NO_DRIVER);

    assertThat(after.state().deadlineAt()).contains(NOW.plusSeconds(3));
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

    Attachment after = after(attaching(), Result.APPLIED, net);

    assertThat(after.reason()).isEqualTo(Reason.WRONG_DEVICE);
    assertThat(after.message()).contains("virtio device 1").contains("blk is 2");
  }

  @ParameterizedTest
  @CsvSource({", BOUND", "2, BOUND", "40, FAILED"})
  void aDeviceOfTypeOtherIsComparedWithTheVirtioIdOfTheSpecIfThereIsOne(
      Integer specified, Phase phase) {
    Target other =
        target("storage", DeviceType.OTHER, Optional.ofNullable(specified), SlotKind.GATED);

    Attachment after = after(attaching(other), Result.APPLIED, BOUND_BLK);

    assertThat(after.phase()).isEqualTo(phase);
  }

  @Test
  void aTypeThatOnlyALaterOkaydKnowsIsNeverProved() {
    Target later =
        target("storage", DeviceType.UNKNOWN, DeviceType.UNKNOWN.virtioId(), SlotKind.GATED);

    assertThat(after(attaching(later), Result.APPLIED, BOUND_BLK).phase())
        .isNotEqualTo(Phase.BOUND);
  }

  @Test
  void aReportOfAppliedThatShowsADisabledNodeIsAContradiction() {
    Attachment after = after(attaching(), Result.APPLIED, NOTHING);

    assertThat(after.phase()).isEqualTo(Phase.FAILED);
    assertThat(after.reason()).isEqualTo(Reason.CONTRADICTION);
  }

  @Test
  void aReportOnAnotherKindOfCommandIsAContradiction() {
    assertThat(after(attaching(), Result.REMOVED, BOUND_BLK).reason())
        .isEqualTo(Reason.CONTRADICTION);
    assertThat(after(detaching(), Result.APPLIED, NOTHING).reason())
        .isEqualTo(Reason.CONTRADICTION);
  }

  @Test
  void aRefusalIsFinalAndItsMessageContainsTheAgentsDetail() {
    Attachment after = after(attaching(), Result.REFUSED, NOTHING);

    assertThat(after.phase()).isEqualTo(Phase.FAILED);
    assertThat(after.reason()).isEqualTo(Reason.REFUSED);
    assertThat(after.message()).contains("the agent's detail");
  }

  @Test
  void aKernelThatRefusesIsAskedAgainUntilTheLastAttempt() {
    Attachment first = after(attaching(), Result.FAILED, Optional.of(-22), NOTHING);
    Attachment third =
        after(
            attaching().change().sameCommandAgain().sameCommandAgain().at(NOW),
            Result.FAILED,
            Optional.of(-22),
            NOTHING);

    assertThat(first.phase()).isEqualTo(Phase.WAITING);
    assertThat(first.observed().errno()).contains(-22);
    assertThat(first.state().nextAttemptAt()).contains(NOW.plusSeconds(1));
    assertThat(third.phase()).isEqualTo(Phase.FAILED);
    assertThat(third.message()).contains("errno -22");
  }

  @Test
  void onlyProofOfAbsenceMakesTheDeviceDetached() {
    Attachment detached = after(detaching(), Result.REMOVED, NOTHING);

    assertThat(detached.phase()).isEqualTo(Phase.DETACHED);
    assertThat(detached.mayBeLive()).isFalse();
    assertThat(after(detaching(), Result.REMOVED, BOUND_BLK).reason())
        .isEqualTo(Reason.CONTRADICTION);
  }

  @Test
  void aDeviceInUseStaysDrainingWithThatReasonAndFailsAfterTheLastAttempt() {
    Attachment first = after(detaching(), Result.BUSY, BOUND_BLK);
    Attachment third =
        after(
            detaching().change().sameCommandAgain().sameCommandAgain().at(NOW),
            Result.BUSY,
            BOUND_BLK);

    assertThat(first.phase()).isEqualTo(Phase.DRAINING);
    assertThat(first.reason()).isEqualTo(Reason.DEVICE_BUSY);
    assertThat(first.message()).contains("uses the device", "the agent's detail");
    assertThat(first.state().nextAttemptAt()).contains(NOW.plusSeconds(1));
    assertThat(first.isOutstanding()).isFalse();
    assertThat(third.phase()).isEqualTo(Phase.FAILED);
    assertThat(third.reason()).isEqualTo(Reason.DEVICE_BUSY);
    assertThat(third.message()).contains("the agent's detail");
  }

  @Test
  void aFailedRemovalIsTriedAgain() {
    Attachment after = after(detaching(), Result.FAILED, Optional.of(-16), BOUND_BLK);

    assertThat(after.phase()).isEqualTo(Phase.DRAINING);
    assertThat(after.state().nextAttemptAt()).contains(NOW.plusSeconds(1));
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void aRemovalThatTheKernelReportsAsFailedCountsIfItLeftNothing() {
    // when
    Attachment after = after(detaching(), Result.FAILED, NOTHING);
    // then
    assertThat(after.phase()).isEqualTo(Phase.DETACHED);
    assertThat(after.mayBeLive()).isFalse();
  }
}
