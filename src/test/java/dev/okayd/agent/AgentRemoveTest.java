package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Removing an overlay, with its proof. */
class AgentRemoveTest extends AgentKit {
  AgentRemoveTest(Shell shell) {
    super(shell);
  }

  @ParameterizedTest
  @ValueSource(strings = {MODULE, STATUS_ONLY, VENDOR, DTBOCFG})
  void removesADeviceAndProvesThatItIsGone(String overlayInterface) {
    guest.hasOverlays(overlayInterface);
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(DISK), "disk");

    Output output = guest.agent("remove", "disk");

    assertThat(output.outcome()).containsExactly("result: removed", "status: disabled");
    assertThat(output.exitStatus()).isZero();
    assertThat(guest.overlays()).isEmpty();
    assertThat(guest.agent("remove", "disk").exitStatus()).isEqualTo(1);
  }

  @Test
  void saysThatTheKernelDidNotRemove() {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(DISK), "disk");
    guest.kernel("busy");

    Output output = guest.agent("remove", "disk");

    assertThat(output.outcome())
        .startsWith("result: failed", "errno: -16")
        .anyMatch(line -> line.endsWith("Device or resource busy"))
        .endsWith(DISK_PROOF);
    assertThat(output.exitStatus()).isEqualTo(1);
    assertThat(guest.overlays()).containsExactly("disk");
  }

  @ParameterizedTest
  @ValueSource(strings = {MODULE, VENDOR})
  void goneIsRemovedWhoeverDidIt(String overlayInterface) {
    guest.hasOverlays(overlayInterface);
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(DISK), "disk");
    guest.kernel("outrun");

    Output output = guest.agent("remove", "disk");

    assertThat(output.outcome()).containsExactly("result: removed", "status: disabled");
    assertThat(output.exitStatus()).isZero();
    assertThat(guest.overlays()).isEmpty();
  }
}
