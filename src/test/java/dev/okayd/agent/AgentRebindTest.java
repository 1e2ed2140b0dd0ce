package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices whose node is okay from the start: the agent binds and unbinds their driver. */
class AgentRebindTest extends AgentKit {
  AgentRebindTest(Shell shell) {
    super(shell);
  }

  @BeforeEach
  void guestWithATransport() {
    guest.hasNoOverlays();
    guest.hasTransport(DISK);
    guest.hasAllowList("/virtio_mmio@* rebind");
  }

  @Test
  void bindsTheDriverOfADeviceWhoseBackendIsThere() {
    guest.hasBackend(DISK, "0x0002", "virtio_blk");

    Output output = guest.agent("bind", DISK);

    assertThat(output.outcome()).startsWith("result: applied").endsWith(DISK_PROOF);
    assertThat(output.exitStatus()).isZero();
  }

  @Test
  void saysThatThereIsNoDeviceYet() {
    Output output = guest.agent("bind", DISK);

    assertThat(output.outcome())
        .startsWith("result: failed", "errno: -19")
        .endsWith("status: okay", "platformDevice: a003e00.virtio_mmio");
    assertThat(output.exitStatus()).isEqualTo(1);
  }

  @Test
  void provesAgainWhatIsBound() {
    guest.hasBackend(DISK, "0x0002", "virtio_blk");
    guest.agent("bind", DISK);

    Output output = guest.agent("bind", DISK);

    assertThat(output.outcome()).startsWith("result: applied").endsWith(DISK_PROOF);
  }

  @Test
  void unbindsItAndProvesThatOnlyTheTransportIsLeft() {
    guest.hasBackend(DISK, "0x0002", "virtio_blk");
    guest.agent("bind", DISK);

    Output output = guest.agent("unbind", DISK);

    assertThat(output.outcome())
        .containsExactly("result: removed", "status: okay", "platformDevice: a003e00.virtio_mmio");
    assertThat(output.exitStatus()).isZero();
    assertThat(guest.agent("unbind", DISK).exitStatus()).isZero();
  }

  @Test
  void asksWhatUsesTheDeviceBeforeItGoes() {
    guest.hasBackend(DISK, "0x0002", "virtio_blk");
    guest.agent("bind", DISK);
    guest.hasHook("10-block", "echo in use; exit 1\n");

    Output output = guest.agent("unbind", DISK);

    assertThat(output.outcome())
        .startsWith("result: busy", "message: 10-block: in use")
        .endsWith(DISK_PROOF);
  }

  @Test
  void keepsTheDriverThatTheOwnerWantsToKeep() {
    guest.hasBackend(DISK, "0x0002", "virtio_blk");
    guest.hasAllowList("/virtio_mmio@* rebind keep");
    guest.agent("bind", DISK);

    Output output = guest.agent("unbind", DISK);

    assertThat(output.outcome())
        .startsWith(
            "result: refused",
            "message: the allow-list of this guest does not permit the removal of " + DISK)
        .endsWith(DISK_PROOF);
    assertThat(output.exitStatus()).isEqualTo(1);
  }

  @Test
  void leavesDriversAloneThatTheAllowListDoesNotName() {
    guest.hasBackend(DISK, "0x0002", "virtio_blk");
    guest.hasAllowList("/virtio_mmio@*");

    Output output = guest.agent("bind", DISK);

    assertThat(output.outcome())
        .startsWith(
            "result: refused",
            "message: the allow-list of this guest does not permit binding and unbinding the driver of "
                + DISK);
    assertThat(output.exitStatus()).isEqualTo(1);
  }

  @Test
  void showsWhatIsBoundWithoutAnOverlay() {
    guest.hasBackend(DISK, "0x0002", "virtio_blk");
    guest.agent("bind", DISK);

    assertThat(guest.agent("status").lines())
        .anyMatch(line -> line.startsWith("a003e00.virtio_mmio: " + DISK));
  }
}
