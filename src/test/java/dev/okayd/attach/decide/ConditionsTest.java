package dev.okayd.attach.decide;

import static dev.okayd.attach.decide.Condition.Status.FALSE;
import static dev.okayd.attach.decide.Condition.Status.TRUE;
import static dev.okayd.attach.decide.Condition.Status.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.backend.Readiness;
import dev.okayd.channel.CommandReport.Result;
import dev.okayd.platform.SlotKind;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionsTest extends ReportKit {
  private static final Set<Condition.Type> KNOWN_ONLY_BY_THE_GUEST =
      EnumSet.of(
          Condition.Type.GUEST_PRESENT,
          Condition.Type.PLAN_MATCHES,
          Condition.Type.SLOT_FREE,
          Condition.Type.APPLIED,
          Condition.Type.BOUND);

  ConditionsTest() {
    super(SlotKind.GATED);
  }

  private static Condition get(DecisionInput input, Condition.Type type) {
    return Conditions.of(input).stream().filter(c -> c.type() == type).findFirst().orElseThrow();
  }

  private static Condition.Status status(DecisionInput input, Condition.Type type) {
    return get(input, type).status();
  }

  private Attachment bound() {
    return after(attaching(), Result.APPLIED, BOUND_BLK);
  }

  private Attachment removingBound() {
    return bound()
        .change()
        .remove("epoch-1")
        .to(
            States.until(
                Phase.DRAINING,
                Reason.BACKEND_DRAINING,
                "The guest is asked to remove the device",
                NOW.plusSeconds(45)))
        .at(NOW);
  }

  @Test
  void everyConditionThatOnlyTheGuestKnowsIsUnknownBeforeItsFirstHello() {
    assertThat(Conditions.of(Facts.GOOD.notBooted().with(fresh())))
        .filteredOn(condition -> condition.status() == UNKNOWN)
        .allSatisfy(c -> assertThat(c.reason()).isEqualTo(Reason.GUEST_ABSENT))
        .allSatisfy(c -> assertThat(c.message()).contains("HELLO", "okayd waits for it"))
        .extracting(Condition::type)
        .containsExactlyElementsOf(KNOWN_ONLY_BY_THE_GUEST);
  }

  @Test
  void aManualGuestAwaitsAPersonInsteadOfAnAgent() {
    DecisionInput input = Facts.GOOD.notBooted().manual().with(fresh());

    assertThat(get(input, Condition.Type.PLAN_MATCHES).message())
        .contains("confirmation by a person");
  }

  @Test
  void everyConditionThatOnlyTheGuestKnowsIsUnknownWhileItsAgentIsSilent() {
    assertThat(Conditions.of(Facts.GOOD.unreachable().with(bound())))
        .filteredOn(condition -> condition.status() == UNKNOWN)
        .allSatisfy(c -> assertThat(c.reason()).isEqualTo(Reason.GUEST_UNREACHABLE))
        .extracting(Condition::type)
        .containsExactlyElementsOf(KNOWN_ONLY_BY_THE_GUEST);
  }

  @Test
  void aTreeOfAnotherPlanIsKnownOnceTheGuestHasBootedIt() {
    DecisionInput input = Facts.GOOD.otherPlan().with(attaching());

    assertThat(status(input, Condition.Type.PLAN_MATCHES)).isEqualTo(FALSE);
  }

  @Test
  void whatTheAgentCannotDoIsNotKnownBeforeItsHello() {
    Facts facts = Facts.GOOD.slotBlocked(Blocker.agentUnable());

    assertThat(status(facts.with(attaching()), Condition.Type.SLOT_FREE)).isEqualTo(FALSE);
    assertThat(status(facts.notBooted().with(fresh()), Condition.Type.SLOT_FREE))
        .isEqualTo(UNKNOWN);
  }

  @Test
  void whetherTheFirstDeviceIsBoundIsNotKnownBeforeHello() {
    Facts facts = Facts.GOOD.orderBlocked(Blocker.awaits("nic"));

    assertThat(status(facts.with(attaching()), Condition.Type.ORDERED)).isEqualTo(FALSE);
    assertThat(status(facts.notBooted().with(fresh()), Condition.Type.ORDERED)).isEqualTo(UNKNOWN);
  }

  @Test
  void theOrderIsShownAlsoWhenTheSlotIsBlocked() {
    DecisionInput input =
        Facts.GOOD
            .slotBlocked(Blocker.domidUnknown())
            .orderBlocked(Blocker.awaits("nic"))
            .with(attaching());

    assertThat(status(input, Condition.Type.ORDERED)).isEqualTo(FALSE);
  }

  @ParameterizedTest
  @CsvSource({"UNKNOWN, UNKNOWN", "READY, TRUE", "DRAINING, FALSE", "LOST, FALSE"})
  void theBackendIsReadyIfItsReadinessIsReadyAndUnknownBeforeItsFirstEvent(
      Readiness readiness, Condition.Status status) {
    DecisionInput input = Facts.GOOD.backend(readiness).with(attaching());

    assertThat(status(input, Condition.Type.BACKEND_READY)).isEqualTo(status);
  }

  @Test
  void anUnregisteredBackendIsNotReady() {
    DecisionInput input = Facts.GOOD.unregisteredBackend().with(attaching());

    assertThat(get(input, Condition.Type.BACKEND_READY))
        .returns(FALSE, Condition::status)
        .returns(Reason.BACKEND_UNKNOWN, Condition::reason);
  }

  @Test
  void aDeviceThatTheGuestProvedIsAppliedAndBound() {
    DecisionInput input = Facts.GOOD.with(bound());

    assertThat(status(input, Condition.Type.APPLIED)).isEqualTo(TRUE);
    assertThat(status(input, Condition.Type.BOUND)).isEqualTo(TRUE);
  }

  @Test
  void anUnansweredCommandLeavesItUnknownWhatTheGuestHas() {
    DecisionInput input = Facts.GOOD.with(attaching());

    assertThat(get(input, Condition.Type.APPLIED))
        .returns(UNKNOWN, Condition::status)
        .satisfies(
            c ->
                assertThat(c.message()).contains("waits for the guest's report on command disk.1"));
    assertThat(status(input, Condition.Type.BOUND)).isEqualTo(UNKNOWN);
  }

  @Test
  void aDeviceThatWasNotSentInThisBootIsNeitherAppliedNorBound() {
    DecisionInput input =
        Facts.GOOD.with(
            attaching()
                .change()
                .inBoot("boot-1")
                .to(States.in(Phase.WAITING, Reason.BACKEND_NOT_READY, "Not ready"))
                .at(NOW));

    assertThat(status(input, Condition.Type.APPLIED)).isEqualTo(FALSE);
    assertThat(status(input, Condition.Type.BOUND)).isEqualTo(FALSE);
  }

  @Test
  void aNodeWithoutADriverIsAppliedAndKnownNotToBeBound() {
    DecisionInput input = Facts.GOOD.with(after(attaching(), Result.APPLIED, NO_DRIVER));

    assertThat(status(input, Condition.Type.APPLIED)).isEqualTo(TRUE);
    assertThat(status(input, Condition.Type.BOUND)).isEqualTo(FALSE);
  }

  @Test
  void aProofOfAnEarlierBootDoesNotCountInThePresentOne() {
    DecisionInput input = Facts.GOOD.bootedAs("boot-2").with(bound());

    assertThat(get(input, Condition.Type.APPLIED))
        .returns(UNKNOWN, Condition::status)
        .returns(Reason.GUEST_BOOTED, Condition::reason);
    assertThat(status(input, Condition.Type.BOUND)).isEqualTo(UNKNOWN);
  }

  @Test
  void aRemovalInProgressLeavesItUnknownWhatIsLeft() {
    DecisionInput input = Facts.GOOD.with(removingBound());

    assertThat(status(input, Condition.Type.APPLIED)).isEqualTo(UNKNOWN);
    assertThat(status(input, Condition.Type.BOUND)).isEqualTo(UNKNOWN);
  }

  @Test
  void aDeviceInUseIsStillAppliedAndBound() {
    DecisionInput input = Facts.GOOD.with(after(removingBound(), Result.BUSY, BOUND_BLK));

    assertThat(status(input, Condition.Type.APPLIED)).isEqualTo(TRUE);
    assertThat(status(input, Condition.Type.BOUND)).isEqualTo(TRUE);
  }

  @Test
  void aProofThatTheAgentDidNotRepeatWhenAskedLeavesTheDriverUnknown() {
    DecisionInput input =
        Facts.GOOD.with(
            bound()
                .change()
                .apply("epoch-2", Optional.empty())
                .to(States.in(Phase.FAILED, Reason.NO_ANSWER, "The agent did not report"))
                .at(NOW));

    assertThat(status(input, Condition.Type.BOUND)).isEqualTo(UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"BACKEND_LOST", "BACKEND_RESTARTED"})
  void aDriverUnderALostBackendNeedsANewProof(Reason reason) {
    DecisionInput input =
        Facts.GOOD.with(
            bound().change().to(States.in(Phase.DEGRADED, reason, "Gone under it")).at(NOW));

    assertThat(status(input, Condition.Type.APPLIED)).isEqualTo(TRUE);
    assertThat(get(input, Condition.Type.BOUND))
        .returns(UNKNOWN, Condition::status)
        .satisfies(
            c ->
                assertThat(c.message())
                    .contains("okayd waits for the backend's \"ready\" and a new proof"));
  }
}
