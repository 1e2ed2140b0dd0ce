package dev.okayd.attach.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import dev.okayd.attach.Target;
import dev.okayd.backend.Readiness;
import dev.okayd.channel.Command;
import dev.okayd.fdt.NodePath;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The removal of a device for its backend or its intent, and its return. */
class DetachTransitionsTest extends DecisionKit {
  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"BOUND", "APPLIED", "DEGRADED"})
  void asksTheGuestToRemoveTheDeviceWhenTheBackendIsAboutToStop(Phase phase) {
    Attachment after = decide(Facts.GOOD.backend(Readiness.DRAINING), in(phase));

    assertThat(after.phase()).isEqualTo(Phase.DRAINING);
    assertThat(after.command()).contains(Command.Type.REMOVE);
    assertThat(after.generation()).isEqualTo(2);
    assertThat(after.isOutstanding()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(value = Phase.class, names = "DETACHED", mode = EnumSource.Mode.EXCLUDE)
  void removesADeviceThatMayBeLiveFromADrainingBackendInEveryPhase(Phase phase) {
    Attachment after = decide(Facts.GOOD.backend(Readiness.DRAINING), in(phase));

    assertThat(after.phase()).isEqualTo(Phase.DRAINING);
    assertThat(after.lastCommandDetaches() || phase == Phase.DRAINING).isTrue();
  }

  @Test
  void removesTheNodeThatWasEnabledEvenIfThePlanHasMovedTheDevice() {
    Target enabled =
        new Target(
            NodePath.parse("/virtio_mmio@a003e00"),
            DISK.backend(),
            DISK.type(),
            DISK.virtioId(),
            DISK.slotKind(),
            false);
    Attachment bound =
        fresh()
            .change()
            .inBoot("boot-1")
            .about(enabled)
            .apply("epoch-1", Optional.empty())
            .to(States.in(Phase.BOUND, Reason.PROVED, ""))
            .at(NOW);

    Attachment after = decide(Facts.GOOD.otherPlan().backend(Readiness.DRAINING), bound);

    assertThat(after.target()).isEqualTo(enabled);
  }

  @ParameterizedTest
  @EnumSource(
      value = Readiness.class,
      names = {"LOST", "UNKNOWN"})
  void withdrawsARemovalWhenTheBackendIsLostOrUnknown(Readiness readiness) {
    Attachment after = decide(Facts.GOOD.backend(readiness), removing());

    assertThat(after.phase()).isEqualTo(Phase.DEGRADED);
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void doesNotUseUpTheAttemptsOfARemovalOnASilentAgent() {
    Facts silent = Facts.GOOD.backend(Readiness.DRAINING).unreachable();

    Attachment paused = decide(silent, removing());
    Attachment again = decide(Facts.GOOD.backend(Readiness.DRAINING), paused);

    assertThat(paused.reason()).isEqualTo(Reason.GUEST_UNREACHABLE);
    assertThat(paused.isOutstanding()).isFalse();
    assertThat(paused.dueAt()).isEmpty();
    assertThat(again.isOutstanding()).isTrue();
    assertThat(again.attempts()).isEqualTo(1);
  }

  @Test
  void finishesARemovalBeforeItAttachesAgain() {
    Attachment draining = removing();

    assertThat(decide(Facts.GOOD, draining)).isEqualTo(draining);
  }

  @Test
  void doesNotSendAFailedRemovalAgainWhenTheDeviceIsWantedAgain() {
    Attachment busy =
        removal(
            new State.Draining(
                Reason.DEVICE_BUSY, "in use", Optional.of(NOW.plusSeconds(5)), Optional.empty()));

    Attachment after = decide(Facts.GOOD, busy);

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.command()).contains(Command.Type.APPLY);
  }

  @Test
  void attachesADetachedDeviceWhenItsBackendIsReadyAgain() {
    Attachment detached = removal(States.in(Phase.DETACHED, Reason.PROVED, ""));

    Attachment after = decide(Facts.GOOD, detached);

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.generation()).isEqualTo(3);
  }

  @Test
  void removesABoundDeviceWhoseIntentIsDetached() {
    Attachment after = decide(Facts.GOOD.intent(Intent.DETACHED), in(Phase.BOUND));

    assertThat(after.phase()).isEqualTo(Phase.DRAINING);
    assertThat(after.reason()).isEqualTo(Reason.UNWANTED);
    assertThat(after.command()).contains(Command.Type.REMOVE);
  }

  @Test
  void keepsAnUnwantedDeviceDetachedThoughItsBackendIsReady() {
    Attachment after = decide(Facts.GOOD.intent(Intent.DETACHED), fresh());

    assertThat(after.phase()).isEqualTo(Phase.DETACHED);
    assertThat(after.mayBeLive()).isFalse();
  }

  @Test
  void attachesADeviceThatIsWantedAgain() {
    Attachment detached = decide(Facts.GOOD.intent(Intent.DETACHED), fresh());

    Attachment after = decide(Facts.GOOD, detached);

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
  }
}
