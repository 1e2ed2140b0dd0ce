package dev.okayd.attach.decide;

import static dev.okayd.attach.decide.Condition.Status.FALSE;
import static dev.okayd.attach.decide.Condition.Status.TRUE;
import static dev.okayd.attach.decide.Condition.Status.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.backend.BackendReadiness;
import dev.okayd.backend.DeviceReadiness;
import dev.okayd.backend.Readiness;
import dev.okayd.channel.CommandReport.Result;
import dev.okayd.guest.Boot;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.plan.spec.OnBackendLost;
import dev.okayd.platform.SlotKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionsTest extends ReportKit {
  private static final RetryPolicy POLICY =
      new RetryPolicy(
          Duration.ofSeconds(45),
          Duration.ofSeconds(20),
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));
  private static final Set<Condition.Type> TOLD_BY_THE_GUEST_ALONE =
      EnumSet.of(
          Condition.Type.GUEST_PRESENT,
          Condition.Type.PLAN_MATCHES,
          Condition.Type.SLOT_FREE,
          Condition.Type.APPLIED,
          Condition.Type.BOUND);

  ConditionsTest() {
    super(SlotKind.GATED);
  }

  /** Facts, each changed from a guest that is up with a backend that is ready. */
  private final class Facts {
    private Attachment attachment = attaching();
    private Optional<Boot> boot = Optional.of(boot("boot-1"));
    private boolean planMatches = true;
    private boolean reachable = true;
    private boolean isManual;
    private Optional<Readiness> readiness = Optional.of(Readiness.READY);
    private Optional<Blocker> ofSlot = Optional.empty();
    private Optional<Blocker> ofOrder = Optional.empty();

    private Boot boot(String id) {
      return new Boot(
          id, "digest", "6.1", "okayd-module", List.of(), 0, GuestChannel.HTTP, NOW, NOW, 0);
    }

    Facts of(Attachment other) {
      attachment = other;
      return this;
    }

    Facts notBooted() {
      attachment = Attachment.initial("domu1", "disk", attachment.target(), 0, NOW);
      boot = Optional.empty();
      planMatches = false;
      reachable = false;
      return this;
    }

    Condition get(Condition.Type type) {
      return all().stream().filter(c -> c.type() == type).findFirst().orElseThrow();
    }

    Condition.Status status(Condition.Type type) {
      return get(type).status();
    }

    List<Condition> all() {
      return Conditions.of(
          new DecisionInput(
              attachment,
              new DesiredState(Intent.AUTO, OnBackendLost.KEEP, POLICY),
              isManual,
              Optional.of(attachment.target()),
              readiness.map(this::saying),
              boot,
              planMatches,
              reachable,
              ofSlot,
              ofOrder));
    }

    private BackendReadiness saying(Readiness said) {
      return new BackendReadiness(
          "epoch-1",
          Optional.empty(),
          new DeviceReadiness(said, Optional.empty(), Optional.empty(), Optional.empty()),
          Map.of());
    }
  }

  private Attachment bound() {
    return after(attaching(), Result.APPLIED, BOUND_BLK);
  }

  private Attachment removing() {
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
  void everyConditionThatOnlyTheGuestCanTellIsUnknownBeforeItsFirstHello() {
    Facts facts = new Facts().notBooted();

    assertThat(facts.all())
        .filteredOn(condition -> condition.status() == UNKNOWN)
        .allSatisfy(c -> assertThat(c.reason()).isEqualTo(Reason.GUEST_ABSENT))
        .allSatisfy(c -> assertThat(c.message()).contains("HELLO", "okayd waits for it"))
        .extracting(Condition::type)
        .containsExactlyElementsOf(TOLD_BY_THE_GUEST_ALONE);
  }

  @Test
  void aManualGuestAwaitsAPersonInsteadOfAnAgent() {
    Facts facts = new Facts().notBooted();
    facts.isManual = true;

    assertThat(facts.get(Condition.Type.PLAN_MATCHES).message())
        .contains("confirmation by a person");
  }

  @Test
  void everyConditionThatOnlyTheGuestCanTellIsUnknownWhileItsAgentIsSilent() {
    Facts facts = new Facts().of(bound());
    facts.reachable = false;

    assertThat(facts.all())
        .filteredOn(condition -> condition.status() == UNKNOWN)
        .allSatisfy(c -> assertThat(c.reason()).isEqualTo(Reason.GUEST_UNREACHABLE))
        .extracting(Condition::type)
        .containsExactlyElementsOf(TOLD_BY_THE_GUEST_ALONE);
  }

  @Test
  void aTreeOfAnotherPlanIsKnownOnceTheGuestHasBootedIt() {
    Facts facts = new Facts();
    facts.planMatches = false;

    assertThat(facts.status(Condition.Type.PLAN_MATCHES)).isEqualTo(FALSE);
  }

  @Test
  void whatTheAgentCannotDoIsNotKnownBeforeItsHello() {
    Facts facts = new Facts();
    facts.ofSlot = Optional.of(Blocker.agentUnable());

    assertThat(facts.status(Condition.Type.SLOT_FREE)).isEqualTo(FALSE);
    assertThat(facts.notBooted().status(Condition.Type.SLOT_FREE)).isEqualTo(UNKNOWN);
  }

  @Test
  void whetherTheFirstDeviceIsBoundIsNotKnownBeforeHello() {
    Facts facts = new Facts();
    facts.ofOrder = Optional.of(Blocker.awaits("nic"));

    assertThat(facts.status(Condition.Type.ORDERED)).isEqualTo(FALSE);
    assertThat(facts.notBooted().status(Condition.Type.ORDERED)).isEqualTo(UNKNOWN);
  }

  @Test
  void theOrderIsToldAlsoWhenSomethingElseIsInTheWay() {
    Facts facts = new Facts();
    facts.ofSlot = Optional.of(Blocker.domidUnknown());
    facts.ofOrder = Optional.of(Blocker.awaits("nic"));

    assertThat(facts.status(Condition.Type.ORDERED)).isEqualTo(FALSE);
  }

  @ParameterizedTest
  @CsvSource({"UNKNOWN, UNKNOWN", "READY, TRUE", "DRAINING, FALSE", "LOST, FALSE"})
  void theBackendIsReadyIfItSaidSoAndUnknownUntilItSaysAnything(
      Readiness said, Condition.Status status) {
    Facts facts = new Facts();
    facts.readiness = Optional.of(said);

    assertThat(facts.status(Condition.Type.BACKEND_READY)).isEqualTo(status);
  }

  @Test
  void aBackendThatNobodyRegisteredIsNotReady() {
    Facts facts = new Facts();
    facts.readiness = Optional.empty();

    assertThat(facts.get(Condition.Type.BACKEND_READY))
        .returns(FALSE, Condition::status)
        .returns(Reason.BACKEND_UNKNOWN, Condition::reason);
  }

  @Test
  void aDeviceThatTheGuestProvedIsAppliedAndBound() {
    Facts facts = new Facts().of(bound());

    assertThat(facts.status(Condition.Type.APPLIED)).isEqualTo(TRUE);
    assertThat(facts.status(Condition.Type.BOUND)).isEqualTo(TRUE);
  }

  @Test
  void anUnansweredCommandLeavesItUnknownWhatTheGuestHas() {
    Facts facts = new Facts();

    assertThat(facts.get(Condition.Type.APPLIED))
        .returns(UNKNOWN, Condition::status)
        .satisfies(
            c ->
                assertThat(c.message()).contains("waits for the guest's report on command disk.1"));
    assertThat(facts.status(Condition.Type.BOUND)).isEqualTo(UNKNOWN);
  }

  @Test
  void aDeviceThatWasNotSentInThisBootIsNeitherAppliedNorBound() {
    Facts facts = new Facts();
    facts.of(
        facts
            .attachment
            .change()
            .inBoot("boot-1")
            .to(States.in(Phase.WAITING, Reason.BACKEND_NOT_READY, "Not ready"))
            .at(NOW));

    assertThat(facts.status(Condition.Type.APPLIED)).isEqualTo(FALSE);
    assertThat(facts.status(Condition.Type.BOUND)).isEqualTo(FALSE);
  }

  @Test
  void aNodeWithoutADriverIsAppliedAndKnownNotToBeBound() {
    Facts facts = new Facts().of(after(attaching(), Result.APPLIED, NO_DRIVER));

    assertThat(facts.status(Condition.Type.APPLIED)).isEqualTo(TRUE);
    assertThat(facts.status(Condition.Type.BOUND)).isEqualTo(FALSE);
  }

  @Test
  void whatWasProvedInAnEarlierBootSaysNothingOfThePresentOne() {
    Facts facts = new Facts().of(bound());
    facts.boot = facts.boot.map(boot -> facts.boot("boot-2"));

    assertThat(facts.get(Condition.Type.APPLIED))
        .returns(UNKNOWN, Condition::status)
        .returns(Reason.GUEST_BOOTED, Condition::reason);
    assertThat(facts.status(Condition.Type.BOUND)).isEqualTo(UNKNOWN);
  }

  @Test
  void aRemovalOnItsWayLeavesItUnknownWhatIsLeft() {
    Facts facts = new Facts().of(removing());

    assertThat(facts.status(Condition.Type.APPLIED)).isEqualTo(UNKNOWN);
    assertThat(facts.status(Condition.Type.BOUND)).isEqualTo(UNKNOWN);
  }

  @Test
  void aDeviceThatTheGuestCannotSpareIsStillAppliedAndBound() {
    Facts facts = new Facts().of(after(removing(), Result.BUSY, BOUND_BLK));

    assertThat(facts.status(Condition.Type.APPLIED)).isEqualTo(TRUE);
    assertThat(facts.status(Condition.Type.BOUND)).isEqualTo(TRUE);
  }

  @Test
  void aProofThatTheAgentDidNotRepeatWhenAskedSaysNothingOfTheDriver() {
    Facts facts =
        new Facts()
            .of(
                bound()
                    .change()
                    .apply("epoch-2", Optional.empty())
                    .to(States.in(Phase.FAILED, Reason.NO_ANSWER, "The agent did not report"))
                    .at(NOW));

    assertThat(facts.status(Condition.Type.BOUND)).isEqualTo(UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"BACKEND_LOST", "BACKEND_RESTARTED"})
  void aDriverUnderALostBackendIsToBeProvedAnew(Reason reason) {
    Facts facts =
        new Facts()
            .of(bound().change().to(States.in(Phase.DEGRADED, reason, "Gone under it")).at(NOW));

    assertThat(facts.status(Condition.Type.APPLIED)).isEqualTo(TRUE);
    assertThat(facts.get(Condition.Type.BOUND))
        .returns(UNKNOWN, Condition::status)
        .satisfies(
            c ->
                assertThat(c.message())
                    .contains("okayd waits for the backend's \"ready\" and a new proof"));
  }
}
