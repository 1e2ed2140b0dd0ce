package dev.okayd.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import dev.okayd.testing.Bundles;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import org.junit.jupiter.api.Test;

/** Sheets of backends. libxl_virtio.c writes bases in hexadecimal, libxl_disk.c in decimal. */
class BackendSheetTest {

  private static String sheet(Specs specs, String backend) {
    return Bundles.text(specs, "backend-" + backend + ".txt");
  }

  @Test
  void virtioDiskReadsBasesInDecimal() {
    String sheet =
        sheet(
            Specs.on("xen").backend("storage", 1, Daemon.VIRTIO_DISK).with(Specs.gated("disk")),
            "storage");

    assertThat(sheet)
        .contains("domid   1\n", "daemon  virtio-disk\n", "Warning: virtio-disk's unit writes")
        .contains("  /local/domain/1/backend/virtio_disk/GUEST/10/base         33559552\n")
        .contains("  /local/domain/1/backend/virtio_disk/GUEST/10/irq          43\n")
        .contains("  /local/domain/1/backend/virtio_disk/GUEST/10/params       SOURCE-OF-disk\n")
        .contains("  /local/domain/1/backend/virtio_disk/GUEST/10/grant_usage  0\n")
        .contains("  /local/domain/GUEST/device/virtio_disk/10/backend-id      1\n")
        .doesNotContain("/type");
  }

  @Test
  void xenVhostFrontendReadsBasesInHexadecimalAndTheTypeOfFileSystemsInDecimal() {
    String sheet =
        sheet(
            Specs.on("xen")
                .backend("sensors", 0, Daemon.XEN_VHOST_FRONTEND)
                .with(
                    Specs.gated("bus", DeviceType.I2C, "sensors").withGrants(),
                    Specs.gated("files", DeviceType.FS, "sensors")),
            "sensors");

    assertThat(sheet)
        .contains("  /local/domain/0/backend/virtio/GUEST/10/base         0x2001400\n")
        .contains("  /local/domain/0/backend/virtio/GUEST/10/irq          43\n")
        .contains("  /local/domain/0/backend/virtio/GUEST/10/type         virtio,device22\n")
        .contains("  /local/domain/0/backend/virtio/GUEST/10/grant_usage  1\n")
        .contains("  /local/domain/0/backend/virtio/GUEST/9/base         0x2001200\n")
        .contains("  /local/domain/0/backend/virtio/GUEST/9/type         virtio,device26\n");
  }

  @Test
  void listsNoKeysThatXlWrites() {
    String sheet =
        sheet(
            Specs.on("xen")
                .backend("storage", 0, Daemon.VIRTIO_DISK)
                .with(Specs.boot("root", DeviceType.BLK)),
            "storage");

    assertThat(sheet)
        .contains("xl writes the xenstore keys of \"root\".\n")
        .doesNotContain("/base");
  }

  @Test
  void listsNoDevicesOfOtherBackends() {
    Specs specs =
        Specs.on("xen")
            .with(Specs.gated("disk"), Specs.gated("lan", DeviceType.NET, "network"))
            .with(Specs.bridge("pci", "network"));

    assertThat(sheet(specs, "storage")).contains("disk").doesNotContain("lan", "pci");
    assertThat(sheet(specs, "network"))
        .contains("  lan     net   gated  0x2001000  33558528    0x200  41     9          no\n")
        .contains("PCI host bridge \"pci\", node /passthrough/pcie@33000000\n")
        .doesNotContain("disk");
  }

  /** QEMU binds an event channel for each of its own vCPUs, and ignores any other vCPU. */
  @Test
  void qemusXenpvhMachineHasAsManyVcpusAsTheGuest() {
    Specs specs =
        Specs.on("xen")
            .vcpus(2)
            .memoryMib(256)
            .backend("storage", 0, Daemon.QEMU_XENPVH)
            .with(Specs.gated("disk"));

    assertThat(sheet(specs, "storage")).contains(" -xen-attach -smp 2 -m 256 ");
  }

  @Test
  void leavesOutABridgeThatQemusXenpvhMachineCannotServe() {
    Specs specs =
        Specs.on("xen").backend("p", 0, Daemon.QEMU_XENPVH).with(Specs.bridge("pci", "p"));

    String sheet = sheet(specs, "p");

    assertThat(sheet)
        .contains(
            "  qemu-system-aarch64 -M xenpvh -xen-domid GUEST -xen-attach -smp VCPUS-OF-GUEST -m MIB-OF-GUEST ")
        .contains("PCI host bridge \"pci\", node /passthrough/pcie@33000000\n");
    assertThat(Plans.blueprint(specs).warnings())
        .containsExactly(
            "Bridge \"pci\" has 0x100000 of configuration space, which qemu-xenpvh cannot serve, so the sheet of backend \"p\" leaves the bridge out; use another backend for it");
  }

  @Test
  void qemusXenpvhMachineHasTheLastSlotOnItsFirstBus() {
    Specs specs =
        Specs.on("xen").backend("storage", 0, Daemon.QEMU_XENPVH).with(Specs.gated("disk"));

    String sheet = sheet(specs, "storage");

    assertThat(sheet)
        .contains("  disk    blk   gated  0x2001200  33559040    0x200  42     10         no\n")
        .contains("-device virtio-blk-device,drive=disk,bus=virtio-mmio-bus.0\n");
  }
}
