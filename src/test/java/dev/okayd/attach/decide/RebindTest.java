package dev.okayd.attach.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandReport.Result;
import dev.okayd.platform.SlotKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Devices whose node is always okay: only their driver shows whether they are attached. */
class RebindTest extends ReportKit {
  RebindTest() {
    super(SlotKind.REBIND);
  }

  @Test
  void areBoundAndUnboundInsteadOfAppliedAndRemoved() {
    assertThat(attaching().command()).contains(Command.Type.BIND);
    assertThat(detaching().command()).contains(Command.Type.UNBIND);
  }

  @Test
  void aDriverMakesThemBound() {
    // when
    Attachment after = after(attaching(), Result.APPLIED, BOUND_BLK);

    // then
    assertThat(after.phase()).isEqualTo(Phase.BOUND);
    assertThat(after.mayBeLive()).isTrue();
    assertThat(after.isProvedLive()).isTrue();
  }

  @Test
  void aNodeThatIsOkayWithoutADriverIsNotProvedLive() {
    // when
    Attachment after = after(attaching(), Result.FAILED, Optional.of(-19), NO_DRIVER);

    // then
    assertThat(after.isProvedLive()).isFalse();
    assertThat(after.mayBeLive()).isFalse();
  }

  @Test
  void aHungBindingMayStillBind() {
    // when
    Attachment after = after(attaching(), Result.FAILED, Optional.empty(), NO_DRIVER);

    // then
    assertThat(after.isProvedLive()).isFalse();
    assertThat(after.mayBeLive()).isTrue();
  }

  @Test
  void withoutADriverTheyAreDetachedThoughTheNodeIsOkay() {
    // when
    Attachment after = after(detaching(), Result.REMOVED, NO_DRIVER);

    // then
    assertThat(after.phase()).isEqualTo(Phase.DETACHED);
    assertThat(after.mayBeLive()).isFalse();
  }

  @Test
  void withADriverTheyAreNotDetachedWhateverTheAgentReports() {
    // when
    Attachment after = after(detaching(), Result.REMOVED, BOUND_BLK);

    // then
    assertThat(after.phase()).isEqualTo(Phase.FAILED);
    assertThat(after.mayBeLive()).isTrue();
  }

  @Test
  void leakNothingWhenTheyAreRemoved() {
    assertThat(after(detaching(), Result.REMOVED, NO_DRIVER).leakedBytes()).isZero();
  }
}
