package dev.okayd.attach.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import dev.okayd.backend.Readiness;
import dev.okayd.channel.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Missing reports, and the retries of failed attachments. */
class FailureTransitionsTest extends DecisionKit {
  /** The disk with its overlay sent, and a deadline for the report. */
  private static Attachment unansweredUntil(Instant deadline) {
    return sent(States.until(Phase.DELIVERING, Reason.COMMAND_SENT, "", deadline));
  }

  /** The disk as it failed before the guest's last HELLO. */
  private static Attachment failed(Reason reason) {
    return in(Phase.DELIVERING)
        .change()
        .to(States.in(Phase.FAILED, reason, ""))
        .at(NOW.minusSeconds(120));
  }

  @Test
  void triesAgainWithTheSameCommandWhenNoReportComes() {
    Attachment overdue = unansweredUntil(NOW);

    Attachment waiting = decide(Facts.GOOD, overdue);
    Attachment sentAgain =
        decide(Facts.GOOD, waiting, waiting.state().nextAttemptAt().orElseThrow());

    assertThat(waiting.reason()).isEqualTo(Reason.RETRYING);
    assertThat(waiting.state().nextAttemptAt()).contains(NOW.plusSeconds(1));
    assertThat(sentAgain.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(sentAgain.generation()).isEqualTo(overdue.generation());
    assertThat(sentAgain.attempts()).isEqualTo(2);
  }

  @Test
  void failsAfterTheLastAttemptWithAMessageThatAdvisesARetry() {
    Attachment overdue =
        unansweredUntil(NOW).change().sameCommandAgain().sameCommandAgain().at(NOW);

    Attachment after = decide(Facts.GOOD, overdue);

    assertThat(after.phase()).isEqualTo(Phase.FAILED);
    assertThat(after.reason()).isEqualTo(Reason.NO_ANSWER);
    assertThat(after.message()).contains("disk.1").contains("retry");
    assertThat(after.dueAt()).isEmpty();
  }

  @Test
  void retriesWhenTheAgentSendsHelloAgain() {
    Attachment failed = failed(Reason.NO_ANSWER);

    assertThat(decide(Facts.GOOD, failed).phase()).isEqualTo(Phase.DELIVERING);
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED",
    "DEVICE_BUSY",
    "KERNEL_REFUSED",
    "NOT_BOUND",
    "WRONG_DEVICE",
    "CONTRADICTION"
  })
  void staysFailedUntilTheBackendRestartsOrTheGuestBoots(Reason reason) {
    Attachment failed = failed(reason);

    assertThat(decide(Facts.GOOD, failed)).isEqualTo(failed);
    assertThat(decide(Facts.GOOD.backend(Readiness.READY, "epoch-2"), failed).phase())
        .isEqualTo(Phase.DELIVERING);
    assertThat(decide(Facts.GOOD.bootedAs("boot-2"), failed).phase()).isEqualTo(Phase.DELIVERING);
  }

  @Test
  void retriesForeverWithIntentAttached() {
    Attachment failed = decide(Facts.GOOD.intent(Intent.ATTACHED), in(Phase.FAILED));

    Attachment after =
        decide(
            Facts.GOOD.intent(Intent.ATTACHED),
            failed,
            failed.state().nextAttemptAt().orElseThrow());

    assertThat(failed.phase()).isEqualTo(Phase.FAILED);
    assertThat(failed.dueAt()).contains(NOW.plusSeconds(30));
    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
  }

  @Test
  void doesNotRetryAFailedRemovalByItself() {
    Attachment failed = removal(States.in(Phase.FAILED, Reason.KERNEL_REFUSED, ""));

    assertThat(decide(Facts.GOOD.backend(Readiness.DRAINING), failed)).isEqualTo(failed);
  }

  @Test
  void asksForANewProofAfterAFailedRemovalOfADeviceThatIsWantedAgain() {
    Attachment failed = removal(States.in(Phase.FAILED, Reason.DEVICE_BUSY, "in use"));

    Attachment after = decide(Facts.GOOD, failed);

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.command()).contains(Command.Type.APPLY);
  }

  @Test
  void retriesAFailedRemovalOnRequest() {
    Attachment failed = removal(States.in(Phase.FAILED, Reason.KERNEL_REFUSED, ""));

    Attachment stillDraining =
        FailureTransitions.retry(Facts.GOOD.backend(Readiness.DRAINING).with(failed), NOW);
    Attachment readyAgain = FailureTransitions.retry(Facts.GOOD.with(failed), NOW);

    assertThat(stillDraining.phase()).isEqualTo(Phase.DRAINING);
    assertThat(stillDraining.generation()).isEqualTo(3);
    assertThat(readyAgain.phase()).isEqualTo(Phase.WAITING);
  }

  @Test
  void doesNotDelayARetryForLongWhenTheClockIsSetBack() {
    Instant inAYear = NOW.plus(Duration.ofDays(365));
    Attachment retrying =
        in(Phase.DELIVERING)
            .change()
            .to(new State.Waiting(Reason.RETRYING, "", Optional.of(inAYear)))
            .at(inAYear);

    assertThat(decide(Facts.GOOD, retrying).phase()).isEqualTo(Phase.DELIVERING);
  }
}
