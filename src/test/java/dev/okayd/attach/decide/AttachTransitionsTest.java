package dev.okayd.attach.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.backend.Readiness;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandId;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From waiting for guest and backend to an applied overlay. */
class AttachTransitionsTest extends DecisionKit {
  private static final CommandReport NODE_OKAY =
      new CommandReport(
          "boot-1",
          "disk.1",
          Optional.empty(),
          CommandReport.Result.APPLIED,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          new Proof(
              Optional.of("okay"),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));

  @Test
  void sendsTheOverlayWhenBothSidesAreThere() {
    Attachment after = decide(Facts.GOOD, fresh());

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.commandId()).contains(new CommandId("disk", 1));
    assertThat(after.command()).contains(Command.Type.APPLY);
    assertThat(after.target()).isEqualTo(DISK);
    assertThat(after.mayBeLive()).isTrue();
    assertThat(after.attempts()).isEqualTo(1);
    assertThat(after.state().deadlineAt()).contains(NOW.plusSeconds(45));
    assertThat(after.isOutstanding()).isTrue();
  }

  @Test
  void waitsForAGuestThatHasNotSentHello() {
    Attachment after = decide(Facts.GOOD.withoutHello(), fresh());

    assertThat(after.phase()).isEqualTo(Phase.WAITING);
    assertThat(after.reason()).isEqualTo(Reason.GUEST_ABSENT);
  }

  @Test
  void sendsNothingToAGuestThatBootedAnotherPlan() {
    Attachment after = decide(Facts.GOOD.otherPlan(), fresh());

    assertThat(after.reason()).isEqualTo(Reason.PLAN_MISMATCH);
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void sendsNothingForAnUnregisteredBackend() {
    assertThat(decide(Facts.GOOD.unregisteredBackend(), fresh()).reason())
        .isEqualTo(Reason.BACKEND_UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(value = Readiness.class, names = "READY", mode = EnumSource.Mode.EXCLUDE)
  void sendsNothingBeforeTheBackendIsReady(Readiness readiness) {
    Attachment after = decide(Facts.GOOD.backend(readiness), fresh());

    assertThat(after.phase()).isEqualTo(Phase.WAITING);
    assertThat(after.reason()).isEqualTo(Reason.BACKEND_NOT_READY);
  }

  @Test
  void sendsNothingToASilentAgent() {
    assertThat(decide(Facts.GOOD.unreachable(), fresh()).reason())
        .isEqualTo(Reason.GUEST_UNREACHABLE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Readiness.class,
      names = {"LOST", "UNKNOWN"})
  void withdrawsTheCommandWhenTheBackendIsNoLongerReady(Readiness readiness) {
    Attachment after = decide(Facts.GOOD.backend(readiness), in(Phase.DELIVERING));

    assertThat(after.phase()).isEqualTo(Phase.WAITING);
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void withdrawsTheCommandWhenThePlanChanges() {
    Attachment after = decide(Facts.GOOD.otherPlan(), in(Phase.DELIVERING));

    assertThat(after.reason()).isEqualTo(Reason.PLAN_MISMATCH);
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void asksAgainForProofUntilTheBindTimeoutIsOver() {
    Attachment applied = withoutDriver(NOW, NOW.plusSeconds(5));

    Attachment askedAgain = decide(Facts.GOOD, applied);
    Attachment lastTime = decide(Facts.GOOD, askedAgain, NOW.plusSeconds(5));
    Attachment failed = decide(Facts.GOOD, lastTime, lastTime.state().deadlineAt().orElseThrow());

    assertThat(askedAgain.phase()).isEqualTo(Phase.APPLIED);
    assertThat(askedAgain.isOutstanding()).isTrue();
    assertThat(askedAgain.generation()).isEqualTo(applied.generation());
    assertThat(askedAgain.state().deadlineAt()).contains(NOW.plusSeconds(5));
    assertThat(failed.reason()).isEqualTo(Reason.NOT_BOUND);
  }

  @Test
  void neverAsksForProofAgainWhenTheBackendIsLost() {
    Attachment applied = withoutDriver(NOW, NOW.plusSeconds(5)).change().shown(NODE_OKAY).at(NOW);

    Attachment after = decide(Facts.GOOD.backend(Readiness.LOST), applied);

    assertThat(after.phase()).isEqualTo(Phase.DEGRADED);
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void degradesADeviceProvedLiveWhenItsBackendIsLostDuringANewProof() {
    Attachment provedAgain =
        in(Phase.APPLIED)
            .change()
            .shown(NODE_OKAY)
            .apply("epoch-2", Optional.empty())
            .to(States.in(Phase.DELIVERING, Reason.COMMAND_SENT, ""))
            .at(NOW);

    Attachment after = decide(Facts.GOOD.backend(Readiness.LOST, "epoch-2"), provedAgain);

    assertThat(after.phase()).isEqualTo(Phase.DEGRADED);
  }

  @Test
  void doesNotFailADriverAtOnceWhenTheClockIsSetForward() {
    Instant aYearAgo = NOW.minus(Duration.ofDays(365));
    Attachment applied = withoutDriver(aYearAgo, aYearAgo);

    Attachment after = decide(Facts.GOOD, applied);

    assertThat(after.phase()).isEqualTo(Phase.APPLIED);
    assertThat(after.isOutstanding()).isTrue();
  }

  @Test
  void asksAPersonWhereNoAgentReports() {
    Attachment after = decide(Facts.GOOD.manual(), fresh());

    assertThat(after.reason()).isEqualTo(Reason.AWAITS_PERSON);
    assertThat(after.dueAt()).isEmpty();
  }

  @Test
  void sendsTheCommandToAnAgentThatReplacesThePerson() {
    // given
    Attachment asked = decide(Facts.GOOD.manual(), fresh());
    // when
    Attachment after = decide(Facts.GOOD, asked);
    // then
    assertThat(after.reason()).isEqualTo(Reason.COMMAND_SENT);
    assertThat(after.state().deadlineAt()).isPresent();
  }
}
