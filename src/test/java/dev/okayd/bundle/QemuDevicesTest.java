package dev.okayd.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.testing.Bundles;
import dev.okayd.testing.Golden;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import dev.okayd.testing.tool.ExternalTool;
import dev.okayd.testing.tool.StoppedQemu;
import dev.okayd.testing.tool.StoppedQemu.Transport;
import dev.okayd.testing.tool.VhostUserDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares qemu.args for each device type with the machine that QEMU creates. */
class QemuDevicesTest {
  private static final PlanningContext QEMU_VIRT =
      PlanningContext.NONE.with(BaseTree.read(Golden.bytes("fdt/qemu-virt.dtb")));

  private static final Path VHOST_VSOCK = Path.of("/dev/vhost-vsock");

  @TempDir private Path directory = Path.of("");

  /** The expected behaviour of QEMU for a type. */
  @FunctionalInterface
  private interface Expectation {
    void check(DeviceType type) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeIsInItsSlotOrRefusedByQemu(DeviceType type) throws IOException {
    Expectation expectation =
        switch (type) { // no default, so that a new type needs an expectation here
          case NET, BLK, CONSOLE, RNG, BALLOON, P9, GPU, INPUT, CRYPTO -> this::isInItsSlot;
          case SCSI, SOUND, FS, I2C, GPIO -> this::isInItsSlotWhenItsDaemonListens;
          case VSOCK -> this::isInItsSlotIfTheKernelSupportsIt;
          case IOMMU ->
              odd -> isLeftOut(odd, "virtio-iommu-device", "is not attached to any PCI bus!");
          case PMEM -> odd -> isLeftOut(odd, "virtio-pmem", "is not a valid device model name");
          case MEM -> this::isLeftOutBecauseItWouldHaveNoMemory;
          case OTHER -> this::isNotWritten;
          case UNKNOWN -> unplannable -> assertThat(DeviceType.KNOWN).doesNotContain(unplannable);
        };

    expectation.check(type);
  }

  private void isInItsSlot(DeviceType type) throws IOException {
    Specs specs = guestWith(type);
    List<Transport> planned =
        Plans.plan(specs, QEMU_VIRT).slots().stream()
            .map(
                slot ->
                    new Transport(
                        slot.transport().orElseThrow(),
                        slot.slot().base().value(),
                        slot.slot().interrupt().intid(),
                        slot.expectedVirtioId().orElseThrow()))
            .toList();

    try (StoppedQemu qemu = StoppedQemu.start(directory, arguments(specs))) {
      assertThat(qemu.transports())
          .filteredOn(transport -> transport.deviceId() != 0)
          .containsExactlyInAnyOrderElementsOf(planned);
    }
  }

  /** okayd warns that the user must add the arguments. */
  private void isNotWritten(DeviceType type) {
    Specs specs = Specs.on("qemu-virt").with(Specs.gated("odd", type, "host"));

    assertThat(Bundles.text(specs, "qemu.args")).doesNotContain("-device");
  }

  /** A guest with further devices at both ends of the window. */
  private Specs guestWith(DeviceType type) {
    DeviceSpec device = Specs.gated("odd", type, "host");
    return Specs.on("qemu-virt")
        .vcpus(2)
        .memoryMib(256)
        .with(
            Specs.boot("console"),
            Specs.gated("seed", DeviceType.RNG, "host"),
            switch (type) {
              case BLK -> Specs.from("disk.img", device);
              case P9 -> Specs.from(".", device);
              case SCSI, SOUND, FS, I2C, GPIO -> Specs.from("daemon.sock", device);
              default -> device;
            });
  }

  private List<String> arguments(Specs specs) throws IOException {
    Bundle bundle = Bundles.bundle(specs, QEMU_VIRT);
    Files.write(directory.resolve("guest.dtb"), bundle.files().get("guest.dtb"));
    Files.write(directory.resolve("disk.img"), new byte[1 << 20]);
    return words(Bundles.text(bundle, "qemu.args"));
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split("\\s+", -1));
  }

  private void isInItsSlotWhenItsDaemonListens(DeviceType type) throws IOException {
    String device =
        Bundles.text(guestWith(type), "qemu.args")
            .lines()
            .filter(line -> line.startsWith("-device vhost-user"))
            .map(line -> line.split("[ ,]", 3)[1])
            .findFirst()
            .orElseThrow();
    assumeTrue(isKnown(device), () -> "this QEMU has no " + device + ", which came with QEMU 9");

    try (VhostUserDaemon daemon = VhostUserDaemon.at(directory.resolve("daemon.sock"))) {
      isInItsSlot(type);
      assertThat(daemon.wasAsked()).isTrue();
    }
  }

  private boolean isKnown(String device) {
    return ExternalTool.QEMU
        .run(directory, List.of("-M", "virt", "-device", "help"))
        .contains("\"" + device + "\"");
  }

  private void isInItsSlotIfTheKernelSupportsIt(DeviceType type) throws IOException {
    if (Files.isWritable(VHOST_VSOCK)) {
      isInItsSlot(type);
    } else {
      assertThat(StoppedQemu.refusal(directory, arguments(guestWith(type))))
          .contains("-device vhost-vsock-device,guest-cid=3,bus=virtio-mmio-bus.1")
          .contains("vhost-vsock: failed to open vhost device");
    }
  }

  private void isLeftOut(DeviceType type, String device, String reason) throws IOException {
    otherDevicesAreInTheirSlotsWithout(type);
    assertThat(
            StoppedQemu.refusal(
                directory, words("-device %s,bus=virtio-mmio-bus.1".formatted(device))))
        .contains(reason);
  }

  /** QEMU adds memory to the machine only for the PCI device. */
  private void isLeftOutBecauseItWouldHaveNoMemory(DeviceType type) throws IOException {
    otherDevicesAreInTheirSlotsWithout(type);
    String arguments =
        "-m 256,maxmem=1G,slots=2 -object memory-backend-ram,id=more,size=128M -device virtio-mem,memdev=more,bus=virtio-mmio-bus.1";
    try (StoppedQemu qemu = StoppedQemu.start(directory, words(arguments))) {
      assertThat(qemu.ask("query-memory-devices", Map.of())).isEmpty();
    }
  }

  /** The other devices are in their planned slots, and this transport is empty. */
  private void otherDevicesAreInTheirSlotsWithout(DeviceType type) throws IOException {
    try (StoppedQemu qemu = StoppedQemu.start(directory, arguments(guestWith(type)))) {
      assertThat(qemu.transports())
          .filteredOn(transport -> transport.deviceId() != 0)
          .extracting(Transport::deviceId)
          .containsExactlyInAnyOrder(
              DeviceType.CONSOLE.virtioId().orElseThrow(), DeviceType.RNG.virtioId().orElseThrow());
    }
  }

  @Test
  void theMachineHasTheTransportsOfThePlatform() throws IOException {
    Specs specs = Specs.on("qemu-virt").spareAll();

    try (StoppedQemu qemu = StoppedQemu.start(directory, arguments(specs))) {
      assertThat(qemu.transports()).hasSize(32).allMatch(transport -> transport.deviceId() == 0);
    }
  }
}
