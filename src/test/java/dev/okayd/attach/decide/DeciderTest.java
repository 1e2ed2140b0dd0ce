package dev.okayd.attach.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.AttachmentChange;
import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import dev.okayd.attach.Target;
import dev.okayd.backend.BackendReadiness;
import dev.okayd.backend.DeviceReadiness;
import dev.okayd.backend.Readiness;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandId;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Proof;
import dev.okayd.fdt.NodePath;
import dev.okayd.guest.Boot;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.plan.spec.OnBackendLost;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeciderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RetryPolicy POLICY =
      new RetryPolicy(
          Duration.ofSeconds(45),
          Duration.ofSeconds(20),
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));
  private static final Target DISK =
      new Target(
          NodePath.parse("/virtio_mmio@a000000"),
          "storage",
          DeviceType.BLK,
          Optional.of(2),
          SlotKind.GATED,
          false);

  private static final Target BY_ANOTHER =
      new Target(DISK.path(), "another", DISK.type(), DISK.virtioId(), DISK.slotKind(), false);

  private static final CommandReport REPORT_OKAY =
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

  private static final DesiredState AUTO =
      new DesiredState(Intent.AUTO, OnBackendLost.KEEP, POLICY);

  /** Facts, each changed from a guest that is up with a backend that is ready. */
  private record Facts(
      Optional<BackendReadiness> backend,
      Optional<Boot> boot,
      boolean planMatches,
      boolean reachable,
      DesiredState desired,
      boolean isManual) {

    static final Facts GOOD =
        new Facts(
            Optional.of(saying(Readiness.READY, "epoch-1")),
            Optional.of(boot("boot-1")),
            true,
            true,
            AUTO,
            false);

    static BackendReadiness saying(Readiness readiness, String epoch) {
      return new BackendReadiness(
          epoch,
          Optional.empty(),
          new DeviceReadiness(readiness, Optional.empty(), Optional.empty(), Optional.empty()),
          Map.of());
    }

    Facts backend(Readiness readiness, String epoch) {
      return new Facts(
          Optional.of(saying(readiness, epoch)), boot, planMatches, reachable, desired, isManual);
    }

    Facts noBackend() {
      return new Facts(Optional.empty(), boot, planMatches, reachable, desired, isManual);
    }

    Facts boot(Optional<Boot> other) {
      return new Facts(backend, other, planMatches, reachable, desired, isManual);
    }

    Facts otherPlan() {
      return new Facts(backend, boot, false, reachable, desired, isManual);
    }

    Facts silent() {
      return new Facts(backend, boot, planMatches, false, desired, isManual);
    }

    Facts intent(Intent intent) {
      return desired(new DesiredState(intent, desired.onBackendLost(), desired.retry()));
    }

    Facts detachingWhatIsLost() {
      return desired(new DesiredState(desired.intent(), OnBackendLost.DETACH, desired.retry()));
    }

    private Facts desired(DesiredState other) {
      return new Facts(backend, boot, planMatches, reachable, other, isManual);
    }

    Facts manual() {
      return new Facts(backend, boot, planMatches, reachable, desired, true);
    }

    DecisionInput with(Attachment attachment) {
      return with(attachment, Optional.of(DISK));
    }

    DecisionInput with(Attachment attachment, Optional<Target> planned) {
      return new DecisionInput(
          attachment,
          desired,
          isManual,
          planned,
          backend,
          boot,
          planMatches,
          reachable,
          Optional.empty(),
          Optional.empty());
    }

    private static Boot boot(String id) {
      return boot(id, NOW.minusSeconds(60));
    }

    static Boot boot(String id, Instant helloAt) {
      return new Boot(
          id,
          "digest",
          "6.1",
          "okayd-module",
          List.of(),
          0,
          GuestChannel.HTTP,
          helloAt,
          helloAt,
          0);
    }
  }

  private Attachment decide(Facts facts, Attachment attachment) {
    return decide(facts, attachment, NOW);
  }

  private static Attachment decide(Facts facts, Attachment attachment, Instant now) {
    return Decider.decide(attachment, facts::with, now);
  }

  private static Attachment fresh() {
    return Attachment.initial("domu1", "disk", DISK, 0, NOW.minusSeconds(100));
  }

  /** In boot-1, with the overlay sent once for epoch-1. */
  private static Attachment in(Phase phase) {
    return fresh()
        .change()
        .inBoot("boot-1")
        .apply("epoch-1", Optional.empty())
        .to(States.in(phase, Reason.PROVED, ""))
        .at(NOW.minusSeconds(10));
  }

  private static AttachmentChange deliveringUntil(Instant deadline) {
    return in(Phase.DELIVERING)
        .change()
        .to(States.until(Phase.DELIVERING, Reason.COMMAND_SENT, "", deadline));
  }

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
  void waitsForAGuestThatHasNotSaidHello() {
    Attachment after = decide(Facts.GOOD.boot(Optional.empty()), fresh());

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
  void sendsNothingForABackendThatNobodyRegistered() {
    assertThat(decide(Facts.GOOD.noBackend(), fresh()).reason()).isEqualTo(Reason.BACKEND_UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(value = Readiness.class, names = "READY", mode = EnumSource.Mode.EXCLUDE)
  void sendsNothingBeforeTheBackendIsReady(Readiness readiness) {
    Attachment after = decide(Facts.GOOD.backend(readiness, "epoch-1"), fresh());

    assertThat(after.phase()).isEqualTo(Phase.WAITING);
    assertThat(after.reason()).isEqualTo(Reason.BACKEND_NOT_READY);
  }

  @Test
  void sendsNothingToAnAgentThatIsSilent() {
    assertThat(decide(Facts.GOOD.silent(), fresh()).reason()).isEqualTo(Reason.GUEST_UNREACHABLE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Readiness.class,
      names = {"LOST", "UNKNOWN"})
  void takesTheCommandBackWhenTheBackendIsNoLongerReady(Readiness readiness) {
    Attachment after = decide(Facts.GOOD.backend(readiness, "epoch-1"), in(Phase.DELIVERING));

    assertThat(after.phase()).isEqualTo(Phase.WAITING);
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void takesTheCommandBackWhenThePlanChanges() {
    Attachment after = decide(Facts.GOOD.otherPlan(), in(Phase.DELIVERING));

    assertThat(after.reason()).isEqualTo(Reason.PLAN_MISMATCH);
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void triesAgainWithTheSameCommandWhenNoReportComes() {
    Attachment overdue = deliveringUntil(NOW).at(NOW);

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
  void givesUpAfterTheLastAttemptAndSaysWhatToDo() {
    Attachment overdue = deliveringUntil(NOW).sameCommandAgain().sameCommandAgain().at(NOW);

    Attachment after = decide(Facts.GOOD, overdue);

    assertThat(after.phase()).isEqualTo(Phase.FAILED);
    assertThat(after.reason()).isEqualTo(Reason.NO_ANSWER);
    assertThat(after.message()).contains("disk.1").contains("retry");
    assertThat(after.dueAt()).isEmpty();
  }

  @Test
  void anAgentThatComesBackIsAskedAgain() {
    Attachment failed =
        in(Phase.DELIVERING)
            .change()
            .to(States.in(Phase.FAILED, Reason.NO_ANSWER, ""))
            .at(NOW.minusSeconds(120));

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
  void aFailureStaysUntilTheBackendStartsAnewOrTheGuestBoots(Reason reason) {
    Attachment failed =
        in(Phase.DELIVERING)
            .change()
            .to(States.in(Phase.FAILED, reason, ""))
            .at(NOW.minusSeconds(120));

    assertThat(decide(Facts.GOOD, failed)).isEqualTo(failed);
    assertThat(decide(Facts.GOOD.backend(Readiness.READY, "epoch-2"), failed).phase())
        .isEqualTo(Phase.DELIVERING);
    assertThat(decide(Facts.GOOD.boot(Optional.of(Facts.boot("boot-2"))), failed).phase())
        .isEqualTo(Phase.DELIVERING);
  }

  @Test
  void asksAgainForProofUntilTheDriverHadItsTime() {
    Attachment applied =
        in(Phase.DELIVERING)
            .change()
            .to(
                States.at(
                    States.in(Phase.APPLIED, Reason.NO_DRIVER_YET, ""), NOW, NOW.plusSeconds(5)))
            .at(NOW);

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
    Attachment applied =
        in(Phase.DELIVERING)
            .change()
            .shown(REPORT_OKAY)
            .to(
                States.at(
                    States.in(Phase.APPLIED, Reason.NO_DRIVER_YET, ""), NOW, NOW.plusSeconds(5)))
            .at(NOW);

    Attachment after = decide(Facts.GOOD.backend(Readiness.LOST, "epoch-1"), applied);

    assertThat(after.phase()).isEqualTo(Phase.DEGRADED);
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void leavesABoundDeviceAloneWhenItsBackendIsLost() {
    Attachment after = decide(Facts.GOOD.backend(Readiness.LOST, "epoch-1"), in(Phase.BOUND));

    assertThat(after.phase()).isEqualTo(Phase.DEGRADED);
    assertThat(after.reason()).isEqualTo(Reason.BACKEND_LOST);
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void wantsNewProofFromABackendThatIsReadyAgain() {
    Attachment degraded =
        in(Phase.BOUND).change().to(States.in(Phase.DEGRADED, Reason.BACKEND_LOST, "")).at(NOW);

    Attachment after = decide(Facts.GOOD, degraded);

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.generation()).isEqualTo(2);
  }

  @Test
  void wantsNewProofWhenABackendHasStartedAnewUnderABoundDevice() {
    Attachment after = decide(Facts.GOOD.backend(Readiness.READY, "epoch-2"), in(Phase.BOUND));

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.epoch()).isEqualTo("epoch-2");
  }

  @Test
  void sendsNoOverlayOfANewPlanToADegradedDevice() {
    Attachment degraded =
        in(Phase.BOUND).change().to(States.in(Phase.DEGRADED, Reason.BACKEND_LOST, "")).at(NOW);

    assertThat(decide(Facts.GOOD.otherPlan(), degraded)).isEqualTo(degraded);
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"BOUND", "APPLIED", "DEGRADED"})
  void asksTheGuestToLetGoWhenTheBackendIsAboutToStop(Phase phase) {
    Attachment after = decide(Facts.GOOD.backend(Readiness.DRAINING, "epoch-1"), in(phase));

    assertThat(after.phase()).isEqualTo(Phase.DRAINING);
    assertThat(after.command()).contains(Command.Type.REMOVE);
    assertThat(after.generation()).isEqualTo(2);
    assertThat(after.isOutstanding()).isTrue();
  }

  @Test
  void removesTheNodeThatWasEnabledEvenIfThePlanHasMovedTheDevice() {
    Target enabled =
        new Target(
            NodePath.parse("/virtio_mmio@a003e00"),
            "storage",
            DeviceType.BLK,
            Optional.of(2),
            SlotKind.GATED,
            false);
    Attachment bound =
        fresh()
            .change()
            .inBoot("boot-1")
            .about(enabled)
            .apply("epoch-1", Optional.empty())
            .to(States.in(Phase.BOUND, Reason.PROVED, ""))
            .at(NOW);

    Attachment after = decide(Facts.GOOD.otherPlan().backend(Readiness.DRAINING, "epoch-1"), bound);

    assertThat(after.target()).isEqualTo(enabled);
  }

  @ParameterizedTest
  @EnumSource(value = Phase.class, names = "DETACHED", mode = EnumSource.Mode.EXCLUDE)
  void whatMayBeLiveIsTakenBackFromADrainingBackendInEveryPhase(Phase phase) {
    Attachment after = decide(Facts.GOOD.backend(Readiness.DRAINING, "epoch-1"), in(phase));

    assertThat(after.phase()).isEqualTo(Phase.DRAINING);
    assertThat(after.lastCommandDetaches() || phase == Phase.DRAINING).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Readiness.class,
      names = {"LOST", "UNKNOWN"})
  void aRemovalIsTakenBackWhenTheBackendIsGone(Readiness readiness) {
    Attachment after = decide(Facts.GOOD.backend(readiness, "epoch-1"), removing());

    assertThat(after.phase()).isEqualTo(Phase.DEGRADED);
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void aRemovalDoesNotUseUpItsAttemptsOnAnAgentThatIsSilent() {
    Facts silent = Facts.GOOD.backend(Readiness.DRAINING, "epoch-1").silent();

    Attachment parked = decide(silent, removing());
    Attachment again = decide(Facts.GOOD.backend(Readiness.DRAINING, "epoch-1"), parked);

    assertThat(parked.reason()).isEqualTo(Reason.GUEST_UNREACHABLE);
    assertThat(parked.isOutstanding()).isFalse();
    assertThat(parked.dueAt()).isEmpty();
    assertThat(again.isOutstanding()).isTrue();
    assertThat(again.attempts()).isEqualTo(1);
  }

  @Test
  void aFailedRemovalIsNotBegunAgainByItself() {
    Attachment failed =
        removing().change().to(States.in(Phase.FAILED, Reason.KERNEL_REFUSED, "")).at(NOW);

    assertThat(decide(Facts.GOOD.backend(Readiness.DRAINING, "epoch-1"), failed)).isEqualTo(failed);
  }

  @Test
  void whatWasProvedLiveIsDegradedWhenItsBackendIsLostOnTheWay() {
    Attachment provingAnew =
        in(Phase.APPLIED)
            .change()
            .shown(REPORT_OKAY)
            .apply("epoch-2", Optional.empty())
            .to(States.in(Phase.DELIVERING, Reason.COMMAND_SENT, ""))
            .at(NOW);

    Attachment after = decide(Facts.GOOD.backend(Readiness.LOST, "epoch-2"), provingAnew);

    assertThat(after.phase()).isEqualTo(Phase.DEGRADED);
  }

  @Test
  void aDeviceThatThePlanNoLongerHasGetsNoOverlayButIsTakenBack() {
    Facts draining = Facts.GOOD.backend(Readiness.DRAINING, "epoch-1");
    Facts restarted = Facts.GOOD.backend(Readiness.READY, "epoch-2");

    assertThat(unplanned(Facts.GOOD)).isEqualTo(Phase.BOUND);
    assertThat(unplanned(draining)).isEqualTo(Phase.DRAINING);
    assertThat(unplanned(restarted)).isEqualTo(Phase.DEGRADED);
  }

  private static Phase unplanned(Facts facts) {
    return Decider.decide(
            in(Phase.BOUND), attachment -> facts.with(attachment, Optional.empty()), NOW)
        .phase();
  }

  /** The plan now has the disk served by another backend. */
  private static Attachment servedByAnother(Attachment attachment, Facts old, Facts other) {
    return Decider.decide(
        attachment,
        now -> (now.target().equals(DISK) ? old : other).with(now, Optional.of(BY_ANOTHER)),
        NOW);
  }

  @Test
  void aDeviceThatIsGoneIsAskedOfTheBackendThatIsToServeIt() {
    // given
    Attachment detached = gone(Phase.DETACHED);
    Facts drained = Facts.GOOD.backend(Readiness.DRAINING, "epoch-1");
    // when
    Attachment after = servedByAnother(detached, drained, Facts.GOOD);
    // then
    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.target()).isEqualTo(BY_ANOTHER);
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"WAITING", "DRAINING", "DETACHED", "FAILED"})
  void aDeviceThatIsGoneIsNotEnabledByTheReadinessOfTheBackendBefore(Phase phase) {
    // given
    Facts notReady = Facts.GOOD.backend(Readiness.UNKNOWN, "");
    // when
    Attachment after = servedByAnother(gone(phase), Facts.GOOD, notReady);
    // then
    assertThat(after.phase()).isEqualTo(Phase.WAITING);
    assertThat(after.reason()).isEqualTo(Reason.BACKEND_NOT_READY);
    assertThat(after.mayBeLive()).isFalse();
  }

  @Test
  void afterARebootTheReadinessOfTheBackendBeforeCountsNoMore() {
    // given
    Facts rebooted = Facts.GOOD.boot(Optional.of(Facts.boot("boot-2")));
    // when
    Attachment after =
        servedByAnother(in(Phase.BOUND), rebooted, rebooted.backend(Readiness.UNKNOWN, ""));
    // then
    assertThat(after.reason()).isEqualTo(Reason.BACKEND_NOT_READY);
    assertThat(after.mayBeLive()).isFalse();
  }

  /** The guest has proved that nothing of it is there. */
  private static Attachment gone(Phase phase) {
    return fresh()
        .change()
        .inBoot("boot-1")
        .remove("epoch-1")
        .to(States.in(phase, Reason.RETRYING, ""))
        .at(NOW.minusSeconds(10));
  }

  @Test
  void aClockThatIsSetBackDelaysNothingForLong() {
    Attachment retrying =
        in(Phase.DELIVERING)
            .change()
            .to(
                State.of(
                    Phase.WAITING,
                    Reason.RETRYING,
                    "",
                    Optional.of(NOW.plus(Duration.ofDays(365))),
                    Optional.empty()))
            .at(NOW.plus(Duration.ofDays(365)));

    assertThat(decide(Facts.GOOD, retrying).phase()).isEqualTo(Phase.DELIVERING);
  }

  @Test
  void aClockThatIsSetForwardDoesNotFailADriverAtOnce() {
    Attachment applied =
        in(Phase.DELIVERING)
            .change()
            .to(
                States.at(
                    States.in(Phase.APPLIED, Reason.NO_DRIVER_YET, ""),
                    NOW.minus(Duration.ofDays(365)),
                    NOW.minus(Duration.ofDays(365))))
            .at(NOW);

    Attachment after = decide(Facts.GOOD, applied);

    assertThat(after.phase()).isEqualTo(Phase.APPLIED);
    assertThat(after.isOutstanding()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void whatADecisionWaitsForLiesAhead(Phase phase) {
    for (Readiness readiness : Readiness.values()) {
      for (Facts facts : new Facts[] {Facts.GOOD, Facts.GOOD.silent(), Facts.GOOD.otherPlan()}) {
        Attachment before =
            in(phase).change().to(States.at(in(phase), NOW.minusSeconds(1), NOW)).at(NOW);

        Attachment after = decide(facts.backend(readiness, "epoch-1"), before);

        assertThat(after.dueAt().filter(at -> !at.isAfter(NOW)))
            .as("%s %s", facts, readiness)
            .isEmpty();
      }
    }
  }

  private static Attachment removing() {
    return in(Phase.BOUND)
        .change()
        .remove("epoch-1")
        .to(States.until(Phase.DRAINING, Reason.BACKEND_DRAINING, "", NOW.plusSeconds(1)))
        .at(NOW);
  }

  @Test
  void finishesARemovalBeforeItAttachesAgain() {
    Attachment draining =
        in(Phase.BOUND)
            .change()
            .remove("epoch-1")
            .to(States.until(Phase.DRAINING, Reason.BACKEND_DRAINING, "", NOW.plusSeconds(1)))
            .at(NOW);

    assertThat(decide(Facts.GOOD, draining)).isEqualTo(draining);
  }

  @Test
  void attachesADetachedDeviceWhenItsBackendIsReadyAgain() {
    Attachment detached =
        in(Phase.BOUND)
            .change()
            .remove("epoch-1")
            .to(States.in(Phase.DETACHED, Reason.PROVED, ""))
            .at(NOW);

    Attachment after = decide(Facts.GOOD, detached);

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.generation()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void aNewBootStartsEverythingOver(Phase phase) {
    Facts rebooted = Facts.GOOD.boot(Optional.of(Facts.boot("boot-2")));

    Attachment after = decide(rebooted, in(phase));

    assertThat(after.bootId()).contains("boot-2");
    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.generation()).isEqualTo(2);
    assertThat(after.proof()).isEmpty();
  }

  @Test
  void aFailedRemovalThatNobodyWantsAnyMoreEndsWithTheDeviceProvedAnew() {
    Attachment failed =
        removing().change().to(States.in(Phase.FAILED, Reason.DEVICE_BUSY, "in use")).at(NOW);

    Attachment after = decide(Facts.GOOD, failed);

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.command()).contains(Command.Type.APPLY);
  }

  @Test
  void aRemovalThatTheGuestDidNotCarryOutIsNotSentAgainWhenNobodyWantsIt() {
    Attachment busy =
        removing()
            .change()
            .to(
                State.of(
                    Phase.DRAINING,
                    Reason.DEVICE_BUSY,
                    "in use",
                    Optional.of(NOW.plusSeconds(5)),
                    Optional.empty()))
            .at(NOW);

    Attachment after = decide(Facts.GOOD, busy);

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.command()).contains(Command.Type.APPLY);
  }

  @Test
  void whatARestoreBroughtBackMayBeLiveInWhicheverBootTheGuestIs() {
    Attachment restored = fresh().change().restored().at(NOW);

    Attachment held = decide(Facts.GOOD.backend(Readiness.UNKNOWN, "epoch-1"), restored);
    Attachment drained = decide(Facts.GOOD.backend(Readiness.DRAINING, "epoch-1"), restored);

    assertThat(held.mayBeLive()).isTrue();
    assertThat(held.bootId()).contains("boot-1");
    assertThat(drained.phase()).isEqualTo(Phase.DRAINING);
  }

  @Test
  void aBackendThatHasSaidNothingIsNotOneThatIsLost() {
    DesiredState detach = new DesiredState(Intent.AUTO, OnBackendLost.DETACH, POLICY);

    Attachment after =
        decide(Facts.GOOD.desired(detach).backend(Readiness.UNKNOWN, "epoch-1"), in(Phase.BOUND));

    assertThat(after.phase()).isEqualTo(Phase.DEGRADED);
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void aDecisionOnTheSameFactsComesToRest(Phase phase) {
    for (Readiness readiness : Readiness.values()) {
      for (boolean reachable : new boolean[] {true, false}) {
        Facts facts = Facts.GOOD.backend(readiness, "epoch-1");
        facts = reachable ? facts : facts.silent();

        Attachment once = decide(facts, in(phase));

        assertThat(decide(facts, once)).isEqualTo(once);
      }
    }
  }

  @Test
  void aPersonCanHaveAFailedRemovalTriedAgain() {
    Attachment failed =
        in(Phase.BOUND)
            .change()
            .remove("epoch-1")
            .to(States.in(Phase.FAILED, Reason.KERNEL_REFUSED, ""))
            .at(NOW);

    Attachment stillDraining =
        FailureTransitions.retry(
            Facts.GOOD.backend(Readiness.DRAINING, "epoch-1").with(failed), NOW);
    Attachment readyAgain = FailureTransitions.retry(Facts.GOOD.with(failed), NOW);

    assertThat(stillDraining.phase()).isEqualTo(Phase.DRAINING);
    assertThat(stillDraining.generation()).isEqualTo(3);
    assertThat(readyAgain.phase()).isEqualTo(Phase.WAITING);
  }

  @Test
  void waitsTwiceAsLongAfterEachAttemptUpToALimit() {
    assertThat(POLICY.backOff(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(POLICY.backOff(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(POLICY.backOff(5)).isEqualTo(Duration.ofSeconds(16));
    assertThat(POLICY.backOff(6)).isEqualTo(Duration.ofSeconds(30));
    assertThat(POLICY.backOff(1000)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void letsABoundDeviceGoThatSomebodyWantsAway() {
    Attachment after = decide(Facts.GOOD.intent(Intent.DETACHED), in(Phase.BOUND));

    assertThat(after.phase()).isEqualTo(Phase.DRAINING);
    assertThat(after.reason()).isEqualTo(Reason.UNWANTED);
    assertThat(after.command()).contains(Command.Type.REMOVE);
  }

  @Test
  void keepsAnUnwantedDeviceAwayThoughItsBackendIsReady() {
    Attachment after = decide(Facts.GOOD.intent(Intent.DETACHED), fresh());

    assertThat(after.phase()).isEqualTo(Phase.DETACHED);
    assertThat(after.mayBeLive()).isFalse();
  }

  @Test
  void attachesADeviceThatIsWantedAgain() {
    Attachment away = decide(Facts.GOOD.intent(Intent.DETACHED), fresh());

    Attachment after = decide(Facts.GOOD, away);

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
  }

  @Test
  void doesNotTouchAnUnwantedDeviceWhoseBackendIsLost() {
    Facts lost = Facts.GOOD.intent(Intent.DETACHED).backend(Readiness.LOST, "epoch-1");

    Attachment after = decide(lost, in(Phase.BOUND));

    assertThat(after.phase()).isEqualTo(Phase.DEGRADED);
    assertThat(after.command()).contains(Command.Type.APPLY);
  }

  @Test
  void removesADeviceWhoseBackendIsLostWhereItsPolicySaysSo() {
    Facts lost = Facts.GOOD.detachingWhatIsLost().backend(Readiness.LOST, "epoch-1");

    Attachment after = decide(lost, in(Phase.BOUND));

    assertThat(after.phase()).isEqualTo(Phase.DRAINING);
    assertThat(after.reason()).isEqualTo(Reason.BACKEND_LOST);
  }

  @Test
  void triesAgainWithoutAnEndWhatSomebodyWantsAttached() {
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
  void asksAPersonWhereNoAgentReports() {
    Attachment after = decide(Facts.GOOD.manual(), fresh());

    assertThat(after.reason()).isEqualTo(Reason.AWAITS_PERSON);
    assertThat(after.dueAt()).isEmpty();
  }

  @Test
  void sendsWhatAPersonWasAskedForWhenAnAgentIsToDoIt() {
    // given
    Attachment asked = decide(Facts.GOOD.manual(), fresh());
    // when
    Attachment after = decide(Facts.GOOD, asked);
    // then
    assertThat(after.reason()).isEqualTo(Reason.COMMAND_SENT);
    assertThat(after.state().deadlineAt()).isPresent();
  }

  @Test
  void aPhaseThatNothingLeadsToIsNotEntered() {
    AttachmentChange bound = in(Phase.BOUND).change();

    assertThatThrownBy(() -> bound.to(States.in(Phase.DELIVERING, Reason.COMMAND_SENT, "sent")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from Bound to Delivering");
  }

  @Test
  void thePhaseIsKnownSinceItWasEntered() {
    Attachment before = in(Phase.DELIVERING);
    Instant later = NOW.plusSeconds(5);

    Attachment sentAgain = before.change().sameCommandAgain().at(later);
    Attachment bound = before.change().to(States.in(Phase.BOUND, Reason.PROVED, "")).at(later);

    assertThat(sentAgain.phaseSince()).isEqualTo(before.phaseSince());
    assertThat(bound.phaseSince()).isEqualTo(later);
  }
}
