package dev.okayd.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.channel.Command;
import dev.okayd.channel.Proof;
import dev.okayd.channel.Report;
import dev.okayd.channel.Report.Result;
import dev.okayd.fdt.NodePath;
import dev.okayd.plan.DeviceType;
import dev.okayd.platform.SlotKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Devices whose node is okay whatever happens: their driver alone says whether they are there. */
class RebindTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Target DISK =
      new Target(
          NodePath.parse("/virtio_mmio@a000000"),
          "storage",
          DeviceType.BLK,
          SlotKind.REBIND,
          false);
  private static final Proof BOUND =
      new Proof(
          Optional.of("okay"),
          Optional.of("a000000.virtio_mmio"),
          Optional.of("virtio-mmio"),
          Optional.of("virtio2"),
          Optional.of(2),
          Optional.of("virtio_blk"));
  private static final Proof UNBOUND =
      new Proof(
          Optional.of("okay"),
          Optional.of("a000000.virtio_mmio"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final ReportRules rules =
      new ReportRules(
          new RetryPolicy(
              Duration.ofSeconds(45),
              Duration.ofSeconds(20),
              3,
              Duration.ofSeconds(1),
              Duration.ofSeconds(30)));

  private static Attachment binding() {
    return Attachment.initial("domu1", "disk", DISK, NOW.minusSeconds(100))
        .change()
        .inBoot("boot-1")
        .apply(DISK, "epoch-1")
        .to(Phase.DELIVERING, Reason.COMMAND_SENT, "")
        .deadlineAt(NOW.plusSeconds(45))
        .at(NOW);
  }

  private Attachment unbinding() {
    return after(binding(), Result.APPLIED, BOUND)
        .change()
        .remove("epoch-1")
        .to(Phase.DRAINING, Reason.BACKEND_DRAINING, "")
        .deadlineAt(NOW.plusSeconds(45))
        .at(NOW);
  }

  private Attachment after(Attachment attachment, Result result, Proof proof) {
    Report report =
        new Report(
            "boot-1",
            attachment.commandId().orElseThrow().toString(),
            Optional.empty(),
            result,
            Optional.empty(),
            Optional.of("what the agent says"),
            Optional.empty(),
            proof);
    return rules.after(attachment, report, Sightings.Sighting.NONE, NOW);
  }

  @Test
  void areBoundAndUnboundInsteadOfAppliedAndRemoved() {
    assertThat(binding().command()).contains(Command.Type.BIND);
    assertThat(unbinding().command()).contains(Command.Type.UNBIND);
  }

  @Test
  void aDriverMakesThemBound() {
    // when
    Attachment after = after(binding(), Result.APPLIED, BOUND);

    // then
    assertThat(after.phase()).isEqualTo(Phase.BOUND);
    assertThat(after.mayBeLive()).isTrue();
    assertThat(after.isProvedLive()).isTrue();
  }

  @Test
  void aNodeThatIsOkayWithoutADriverIsNotProvedLive() {
    // when
    Attachment after = after(binding(), Result.FAILED, UNBOUND);

    // then
    assertThat(after.isProvedLive()).isFalse();
    assertThat(after.mayBeLive()).isFalse();
  }

  @Test
  void withoutADriverTheyAreAwayThoughTheNodeIsOkay() {
    // when
    Attachment after = after(unbinding(), Result.REMOVED, UNBOUND);

    // then
    assertThat(after.phase()).isEqualTo(Phase.DETACHED);
    assertThat(after.mayBeLive()).isFalse();
  }

  @Test
  void withADriverTheyAreNotAwayWhateverTheAgentSays() {
    // when
    Attachment after = after(unbinding(), Result.REMOVED, BOUND);

    // then
    assertThat(after.phase()).isEqualTo(Phase.FAILED);
    assertThat(after.mayBeLive()).isTrue();
  }

  @Test
  void leakNothingWhenTheyGo() {
    assertThat(after(unbinding(), Result.REMOVED, UNBOUND).leakedBytes()).isZero();
  }
}
