package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.FakeKernel;
import dev.okayd.agent.guest.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent's proof of a bound device. */
class AgentProofTest extends AgentKit {
  AgentProofTest(Shell shell) {
    super(shell);
  }

  @Test
  void showsTheStatusOfADeviceWhoseDriverIsNotReady() {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.kernel("stalls");

    assertThat(apply(DISK)).contains("virtioDriver: virtio_blk", "virtioStatus: 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0xffffffff", "15", "0x1g", "0x123456789", "", "0x00010000"})
  void showsNoStatusThatIsNone(String status) {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(DISK), "disk");
    guest.write("sys/devices/a003e00.virtio_mmio/virtio0/status", status + "\n");

    assertThat(guest.agent("status").lines()).last().asString().endsWith("virtioDriver virtio_blk");
  }

  @Test
  void readsASectorWhereItIsToTry() {
    guest.hasSettings("first_use_seconds=1");
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.write("dev/vda", "x".repeat(512));

    assertThat(apply(DISK)).contains("readable: true");
  }

  @Test
  void saysThatNoSectorCanBeReadWhichIsNoReasonToCallTheDriverUnbound() {
    guest.hasSettings("first_use_seconds=1");
    guest.hasDevice(DISK, "0x0002", "virtio_blk");

    assertThat(apply(DISK)).contains("result: applied", "readable: false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0"})
  void looksForACarrierWhereItIsToTry(String carrier) {
    guest.hasSettings("first_use_seconds=1");
    guest.hasNode(NIC, "disabled");
    guest.hasDevice(NIC, "0x0001", "virtio_net");
    guest.write("sys/class/net/eth1/carrier", carrier + "\n");

    assertThat(apply(NIC)).contains("carrier: " + carrier.equals("1"));
  }

  @Test
  void waitsForACarrierThatComesAfterTheInterfaceWasSetUp() {
    guest.hasSettings("first_use_seconds=9");
    guest.hasNode(NIC, "disabled");
    guest.hasDevice(NIC, "0x0001", "virtio_net");
    guest.write("sys/class/net/eth1/carrier", "0\n");
    guest.kernel("plugs");

    assertThat(apply(NIC)).contains("carrier: true");
  }

  @Test
  void aFirstUseThatTakesLongerThanTheKernelMayIsNoHang() {
    guest.hasSettings("patience_seconds=3", "first_use_seconds=4");
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    FakeKernel.makePipe(guest.directory("dev").resolve("vda"));

    assertThat(apply(DISK)).contains("result: applied", "readable: false");
    guest.processes().forEach(ProcessHandle::destroyForcibly); // what reads the sector still
  }

  @Test
  void triesNothingUnlessItIsTold() {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.write("dev/vda", "x".repeat(512));

    assertThat(apply(DISK)).noneMatch(line -> line.startsWith("readable"));
  }
}
