package dev.okayd.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.fdt.NodePath;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttachmentChangeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final State BOUND = new State.Bound(Reason.PROVED, "bound");

  /** A disk whose overlay was sent. */
  private static Attachment delivering() {
    Target disk =
        new Target(
            NodePath.parse("/virtio_mmio@a000000"),
            "storage",
            DeviceType.BLK,
            Optional.of(2),
            SlotKind.GATED,
            false);
    return Attachment.initial("domu1", "disk", disk, 0, NOW.minusSeconds(100))
        .change()
        .inBoot("boot-1")
        .apply("epoch-1", Optional.empty())
        .to(new State.Delivering(Reason.COMMAND_SENT, "sent", Optional.empty()))
        .at(NOW.minusSeconds(10));
  }

  @Test
  void refusesAPhaseThatDoesNotFollowThePresentOne() {
    AttachmentChange bound = delivering().change().to(BOUND).at(NOW).change();

    assertThatThrownBy(
            () ->
                bound.to(new State.Delivering(Reason.COMMAND_SENT, "sent again", Optional.empty())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from Bound to Delivering");
  }

  @Test
  void recordsWhenThePhaseWasEntered() {
    Attachment before = delivering();
    Instant later = NOW.plusSeconds(5);

    Attachment sentAgain = before.change().sameCommandAgain().at(later);
    Attachment bound = before.change().to(BOUND).at(later);

    assertThat(sentAgain.phaseSince()).isEqualTo(before.phaseSince());
    assertThat(bound.phaseSince()).isEqualTo(later);
  }
}
