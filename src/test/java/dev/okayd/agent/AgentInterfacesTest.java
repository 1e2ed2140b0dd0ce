package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.Shell;
import dev.okayd.testing.Thorough;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Detection of the kernel's interfaces for overlays, and the pitfalls of each. */
@Thorough.Only
class AgentInterfacesTest extends AgentKit {
  AgentInterfacesTest(Shell shell) {
    super(shell);
  }

  @ParameterizedTest
  @ValueSource(strings = {MODULE, STATUS_ONLY, VENDOR, DTBOCFG})
  void tellsInterfacesApartByTheFilesThatTheyHave(String overlayInterface) {
    guest.hasOverlays(overlayInterface);

    assertThat(guest.agent("status").lines()).startsWith("interface: " + overlayInterface);
    assertThat(guest.overlays()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {VENDOR, DTBOCFG})
  void looksWithoutTakingAwayADeviceOfWhateverName(String overlayInterface) {
    guest.hasOverlays(overlayInterface);
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(DISK), "okayd-probe");

    Output output = guest.agent("status");

    assertThat(output.lines()).startsWith("interface: " + overlayInterface);
    assertThat(output.lines()).anyMatch(line -> line.startsWith("okayd-probe: " + DISK));
    assertThat(guest.overlays()).containsExactly("okayd-probe");
  }

  @Test
  void usesNoInterfaceThatItDoesNotKnow() {
    guest.hasOverlays("another-one");

    assertThat(apply(DISK)).startsWith("result: failed").anyMatch(line -> line.contains("neither"));
    assertThat(guest.overlays()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {MODULE, STATUS_ONLY, VENDOR, DTBOCFG})
  void writesAnOverlayInOneWriteForOldKernelsDamageWhatComesInTwo(String overlayInterface) {
    guest.hasOverlays(overlayInterface);

    apply(DISK);

    assertThat(guest.lines("kernel/writes"))
        .singleElement()
        .asString()
        .contains("bs=65536 count=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuses", "lies"})
  void believesNoDtbocfgThatTakesAnOverlayWhateverBecomesOfIt(String behaviour) {
    guest.hasOverlays(DTBOCFG);
    guest.kernel(behaviour);

    assertThat(apply(DISK)).contains("result: failed", "status: disabled");
    assertThat(guest.overlays()).isEmpty();
  }

  @Test
  void believesNoDtbocfgThatTakesARemovalWhateverBecomesOfIt() {
    guest.hasOverlays(DTBOCFG);
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(DISK), "disk");
    guest.kernel("lies");
    guest.kernel("sticks");

    Output output = guest.agent("remove", "disk");

    assertThat(output.outcome())
        .startsWith("result: failed", "message: the kernel did not remove disk, see the kernel log")
        .endsWith(DISK_PROOF);
    assertThat(guest.overlays()).containsExactly("disk");
  }

  @ParameterizedTest
  @ValueSource(strings = {VENDOR, DTBOCFG})
  void believesNoKernelWhoseOverlayStaysAfterItsDirectoryHasGone(String overlayInterface) {
    guest.hasOverlays(overlayInterface);
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(DISK), "disk");
    guest.kernel("lies");

    Output output = guest.agent("remove", "disk");

    assertThat(output.outcome())
        .startsWith(
            "result: failed",
            "message: the overlay disk is removed, but " + DISK + " is still enabled")
        .endsWith(DISK_PROOF);
    assertThat(guest.overlays()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {MODULE, VENDOR, DTBOCFG})
  void makesAnewTheDirectoryThatAnInterruptedAttemptHasLeft(String overlayInterface) {
    guest.hasOverlays(overlayInterface);
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.write("sys/kernel/config/device-tree/overlays/disk/status", "unapplied\n");
    List<String> before = guest.overlays();

    Output output = guest.agent("apply", guest.overlayFile(DISK), "disk");

    assertThat(before).containsExactly("disk");
    assertThat(output.lines()).contains("result: applied");
  }
}
