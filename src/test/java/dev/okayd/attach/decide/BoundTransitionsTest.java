package dev.okayd.attach.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.backend.Readiness;
import dev.okayd.channel.Command;
import org.junit.jupiter.api.Test;

/** A bound device whose backend is lost, ready again or restarted. */
class BoundTransitionsTest extends DecisionKit {
  @Test
  void leavesABoundDeviceAloneWhenItsBackendIsLost() {
    Attachment after = decide(Facts.GOOD.backend(Readiness.LOST), in(Phase.BOUND));

    assertThat(after.phase()).isEqualTo(Phase.DEGRADED);
    assertThat(after.reason()).isEqualTo(Reason.BACKEND_LOST);
    assertThat(after.isOutstanding()).isFalse();
  }

  @Test
  void aBackendThatHasSentNothingDoesNotCountAsLost() {
    Facts unknown = Facts.GOOD.detachOnBackendLost().backend(Readiness.UNKNOWN);

    Attachment after = decide(unknown, in(Phase.BOUND));

    assertThat(after.phase()).isEqualTo(Phase.DEGRADED);
  }

  @Test
  void leavesAnUnwantedDeviceAloneWhenItsBackendIsLost() {
    Facts lost = Facts.GOOD.intent(Intent.DETACHED).backend(Readiness.LOST);

    Attachment after = decide(lost, in(Phase.BOUND));

    assertThat(after.phase()).isEqualTo(Phase.DEGRADED);
    assertThat(after.command()).contains(Command.Type.APPLY);
  }

  @Test
  void removesADeviceOfALostBackendIfItsPolicyIsToDetach() {
    Facts lost = Facts.GOOD.detachOnBackendLost().backend(Readiness.LOST);

    Attachment after = decide(lost, in(Phase.BOUND));

    assertThat(after.phase()).isEqualTo(Phase.DRAINING);
    assertThat(after.reason()).isEqualTo(Reason.BACKEND_LOST);
  }

  @Test
  void asksForANewProofWhenTheBackendIsReadyAgain() {
    Attachment degraded = degraded();

    Attachment after = decide(Facts.GOOD, degraded);

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.generation()).isEqualTo(2);
  }

  @Test
  void asksForANewProofWhenTheBackendRestartsUnderABoundDevice() {
    Attachment after = decide(Facts.GOOD.backend(Readiness.READY, "epoch-2"), in(Phase.BOUND));

    assertThat(after.phase()).isEqualTo(Phase.DELIVERING);
    assertThat(after.epoch()).isEqualTo("epoch-2");
  }

  @Test
  void sendsNoOverlayOfANewPlanToADegradedDevice() {
    Attachment degraded = degraded();

    assertThat(decide(Facts.GOOD.otherPlan(), degraded)).isEqualTo(degraded);
  }
}
