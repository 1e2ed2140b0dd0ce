package dev.okayd.attach.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.Target;
import dev.okayd.backend.Readiness;
import dev.okayd.platform.SlotKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A new boot, a restored state or a new plan, and what holds for every decision. */
class DeciderTest extends DecisionKit {
  private static final Target BY_ANOTHER = disk("another", SlotKind.GATED);

  @ParameterizedTest
  @EnumSource(Phase.class)
  void aNewBootStartsOver(Phase phase) {
    Facts rebooted = Facts.GOOD.bootedAs("boot-2");

    Attachment after = decide(rebooted, in(phase));

    assertThat(after.bootId()).contains("boot-2");
    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.generation()).isEqualTo(2);
    assertThat(after.proof()).isEmpty();
  }

  @Test
  void aRestoredDeviceMayBeLiveInAnyBootOfTheGuest() {
    Attachment restored = fresh().change().restored().at(NOW);

    Attachment held = decide(Facts.GOOD.backend(Readiness.UNKNOWN), restored);
    Attachment drained = decide(Facts.GOOD.backend(Readiness.DRAINING), restored);

    assertThat(held.mayBeLive()).isTrue();
    assertThat(held.bootId()).contains("boot-1");
    assertThat(drained.phase()).isEqualTo(Phase.DRAINING);
  }

  @Test
  void aDeviceThatLeftThePlanGetsNoOverlayAndIsStillRemoved() {
    Facts draining = Facts.GOOD.backend(Readiness.DRAINING);
    Facts restarted = Facts.GOOD.backend(Readiness.READY, "epoch-2");

    assertThat(withoutPlan(Facts.GOOD)).isEqualTo(Phase.BOUND);
    assertThat(withoutPlan(draining)).isEqualTo(Phase.DRAINING);
    assertThat(withoutPlan(restarted)).isEqualTo(Phase.DEGRADED);
  }

  private static Phase withoutPlan(Facts facts) {
    return Decider.decide(
            in(Phase.BOUND), attachment -> facts.with(attachment, Optional.empty()), NOW)
        .phase();
  }

  /** Decides while the plan has the disk served by another backend. */
  private static Attachment servedByAnother(Attachment attachment, Facts earlier, Facts other) {
    return Decider.decide(
        attachment,
        each -> (each.target().equals(DISK) ? earlier : other).with(each, Optional.of(BY_ANOTHER)),
        NOW);
  }

  /** The disk after the guest has proved its removal. */
  private static Attachment removed(Phase phase) {
    return fresh()
        .change()
        .inBoot("boot-1")
        .remove("epoch-1")
        .to(States.in(phase, Reason.RETRYING, ""))
        .at(NOW.minusSeconds(10));
  }

  @Test
  void aDetachedDeviceIsAttachedWhenItsNewBackendIsReady() {
    // given
    Attachment detached = removed(Phase.DETACHED);
    Facts drained = Facts.GOOD.backend(Readiness.DRAINING);
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
  void aRemovedDeviceIsNotEnabledByTheReadinessOfItsEarlierBackend(Phase phase) {
    // given
    Facts notReady = Facts.GOOD.backend(Readiness.UNKNOWN, "");
    // when
    Attachment after = servedByAnother(removed(phase), Facts.GOOD, notReady);
    // then
    assertThat(after.phase()).isEqualTo(Phase.WAITING);
    assertThat(after.reason()).isEqualTo(Reason.BACKEND_NOT_READY);
    assertThat(after.mayBeLive()).isFalse();
  }

  @Test
  void afterARebootTheReadinessOfTheEarlierBackendDoesNotCount() {
    // given
    Facts rebooted = Facts.GOOD.bootedAs("boot-2");
    // when
    Attachment after =
        servedByAnother(in(Phase.BOUND), rebooted, rebooted.backend(Readiness.UNKNOWN, ""));
    // then
    assertThat(after.reason()).isEqualTo(Reason.BACKEND_NOT_READY);
    assertThat(after.mayBeLive()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void aDecisionIsDueOnlyInTheFuture(Phase phase) {
    for (Readiness readiness : Readiness.values()) {
      for (Facts facts :
          new Facts[] {Facts.GOOD, Facts.GOOD.unreachable(), Facts.GOOD.otherPlan()}) {
        Attachment before =
            in(phase).change().to(States.at(in(phase), NOW.minusSeconds(1), NOW)).at(NOW);

        Attachment after = decide(facts.backend(readiness), before);

        assertThat(after.dueAt().filter(at -> !at.isAfter(NOW)))
            .as("%s", facts.backend(readiness).with(before))
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void aSecondDecisionOnTheSameFactsChangesNothing(Phase phase) {
    for (Readiness readiness : Readiness.values()) {
      for (boolean reachable : new boolean[] {true, false}) {
        Facts facts = Facts.GOOD.backend(readiness);
        facts = reachable ? facts : facts.unreachable();

        Attachment once = decide(facts, in(phase));

        assertThat(decide(facts, once)).isEqualTo(once);
      }
    }
  }
}
