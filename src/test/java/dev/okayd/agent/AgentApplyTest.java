package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applying an overlay, with its proof. */
class AgentApplyTest extends AgentKit {
  AgentApplyTest(Shell shell) {
    super(shell);
  }

  @ParameterizedTest
  @ValueSource(strings = {MODULE, STATUS_ONLY, VENDOR, DTBOCFG})
  void enablesADeviceAndPrintsTheProof(String overlayInterface) {
    guest.hasOverlays(overlayInterface);
    guest.hasDevice(DISK, "0x0002", "virtio_blk");

    Output output = guest.agent("apply", guest.overlayFile(DISK), "disk");

    assertThat(output.outcome()).startsWith("result: applied").endsWith(DISK_PROOF);
    assertThat(output.exitStatus()).isZero();
    assertThat(guest.overlays()).containsExactly("disk");
  }

  @Test
  void saysWhatTheKernelRefusedAndLeavesNothingBehind() {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.kernel("refuses");

    Output output = guest.agent("apply", guest.overlayFile(DISK));

    assertThat(output.outcome())
        .containsExactly(
            "result: failed",
            "errno: -22",
            "message: the kernel refused the overlay: error -22",
            "status: disabled");
    assertThat(output.exitStatus()).isEqualTo(1);
    assertThat(guest.overlays()).isEmpty();
  }

  @Test
  void saysInWhichStateTheKernelKeepsWhatWasBegunBefore() {
    guest.write("sys/kernel/config/device-tree/overlays/disk/status", "error -22 cleanup -16\n");
    guest.kernel("clings");

    Output output = guest.agent("apply", guest.overlayFile(DISK), "disk");

    assertThat(output.outcome())
        .startsWith(
            "result: failed",
            "message: the kernel does not remove the leftover disk: status is error -22 cleanup -16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuses", "lies"})
  void believesNoVendorKernelWithoutLookingAtTheTree(String behaviour) {
    guest.hasOverlays(VENDOR);
    guest.kernel(behaviour);

    Output output = guest.agent("apply", guest.overlayFile(DISK));

    assertThat(output.outcome()).contains("result: failed", "status: disabled");
    assertThat(guest.overlays()).isEmpty();
  }

  @Test
  void appliedIsNotBoundWhenNobodyIsBehindTheTransport() {
    Output output = guest.agent("apply", guest.overlayFile(DISK));

    assertThat(output.outcome())
        .containsExactly(
            "result: applied",
            "micros: 1234",
            "status: okay",
            "platformDevice: a003e00.virtio_mmio");
    assertThat(output.exitStatus()).isEqualTo(1);
  }
}
