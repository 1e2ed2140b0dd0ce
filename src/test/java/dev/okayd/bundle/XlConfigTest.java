package dev.okayd.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.document.DocumentMappers;
import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.planner.Planner;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.testing.Bundles;
import dev.okayd.testing.Specs;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** xl.cfg (docs/man/xl.cfg.5.pod.in and xl-disk-configuration.5.pod.in of each version). */
class XlConfigTest {
  private static final String WORKAROUND =
      """
      # This xl has no nr_spis; with a vuart the guest has 32 shared interrupts.
      vuart = "sbsa_uart"
      """;

  private static String config(Specs specs) {
    return Bundles.text(specs, "xl.cfg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.17", "4.18"})
  void writesAVuartForReleasesWithoutNrSpis(String version) {
    String config = config(Specs.on("xen").version(version).with(Specs.gated("disk")));

    assertThat(config).contains(WORKAROUND).doesNotContain("nr_spis =");
  }

  @Test
  void writesNoVuartIfAnInterruptIsPassedThrough() {
    String config = config(Specs.on("xen").version("4.17").passthrough(32, 80));

    assertThat(config).contains("irqs = [ 32, 80 ]\n").doesNotContain("vuart");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.19", "4.20", "4.22", "5.0"})
  void writesNrSpisForReleasesThatHaveIt(String version) {
    String config = config(Specs.on("xen").version(version).with(Specs.gated("disk")));

    assertThat(config).contains("nr_spis = 12\n").doesNotContain("vuart");
  }

  @Test
  void writesBothForAnUnknownVersion() {
    String config = config(Specs.on("xen").with(Specs.gated("disk")));

    assertThat(config).contains("nr_spis = 12\n").contains("\n# vuart = \"sbsa_uart\"\n");
  }

  @Test
  void nrSpisCoversBridgesAndPassedThroughInterrupts() {
    Specs bridges = Specs.on("xen").with(Specs.bridge("a", "b"), Specs.bridge("c", "d"));
    Specs passedThrough = Specs.on("xen").passthrough(200, 100);

    // INTIDs 44 to 51, which are 12 to 19 as shared interrupts
    assertThat(config(bridges)).contains("nr_spis = 20\n");
    assertThat(config(passedThrough)).contains("nr_spis = 169\n").contains("irqs = [ 200, 100 ]\n");
    assertThat(config(Specs.on("xen-amd"))).contains("nr_spis = 13\n");
  }

  @Test
  void writesTrapUnmappedAccessesFrom421On() {
    Specs old = Specs.on("xen").version("4.20").trapUnmappedAccesses(true);
    Specs fresh = Specs.on("xen").version("4.21").trapUnmappedAccesses(false);

    assertThat(config(old)).doesNotContain("trap_unmapped_accesses");
    assertThat(config(fresh)).contains("trap_unmapped_accesses = 0\n");
  }

  @Test
  void writesDisksInSlotOrderBeforeOtherDevices() {
    Specs specs =
        Specs.on("xen")
            .version("4.21")
            .vcpus(2)
            .memoryMib(512)
            .vuart()
            .backend("storage", 1)
            .with(
                Specs.boot("bus", DeviceType.I2C),
                Specs.from("/dev/vg/root", Specs.boot("root", DeviceType.BLK)),
                Specs.boot("files", DeviceType.FS).withGrants(),
                Specs.boot("data", DeviceType.BLK).withGrants(),
                Specs.gated("gated"));

    assertThat(config(specs))
        .isEqualTo(
            """
            # Add this to the xl.cfg of the guest; it has no kernel and ramdisk.
            name = "domu1"
            vcpus = 2
            memory = 512
            device_tree = "guest.dtb"
            nr_spis = 12
            vuart = "sbsa_uart"
            disk = [
                "format=raw, vdev=xvda, access=rw, backendtype=standalone, specification=virtio, backend=1, grant_usage=0, target=/dev/vg/root",
                "format=raw, vdev=xvdb, access=rw, backendtype=standalone, specification=virtio, backend=1, grant_usage=1, target=SOURCE-OF-data"
            ]
            virtio = [
                "backend=1, type=virtio,device22, transport=mmio, grant_usage=0",
                "backend=1, type=virtio,device1a, transport=mmio, grant_usage=1"
            ]
            """);
  }

  @Test
  void writesGrantUsageOfDisksFrom419On() {
    Specs specs = Specs.on("xen").version("4.18").with(Specs.boot("root", DeviceType.BLK));

    assertThat(config(specs))
        .contains("specification=virtio, backend=storage, target=SOURCE-OF-root")
        .doesNotContain("grant_usage");
  }

  @Test
  void omitsDefaultGrantUsageOfDisksForAnUnknownVersion() {
    Specs ofDomain0 =
        Specs.on("xen").backend("storage", 0).with(Specs.boot("root", DeviceType.BLK));
    Specs ofAnother =
        Specs.on("xen").backend("storage", 1).with(Specs.boot("root", DeviceType.BLK).withGrants());
    Specs otherwise =
        Specs.on("xen").backend("storage", 1).with(Specs.boot("root", DeviceType.BLK));

    assertThat(config(ofDomain0)).doesNotContain("grant_usage");
    assertThat(config(ofAnother)).doesNotContain("grant_usage");
    assertThat(config(otherwise))
        .contains("# Before Xen 4.19 xl refuses grant_usage of a disk")
        .contains("backend=1, grant_usage=0, target=");
  }

  @Test
  void commentsOnAListThatOlderReleasesIgnore() {
    Specs unknown = Specs.on("xen").with(Specs.boot("con"));
    Specs known = Specs.on("xen").version("4.18").with(Specs.boot("con"));

    assertThat(config(unknown)).contains("# Before Xen 4.18 xl silently ignores virtio=");
    assertThat(config(known)).contains("virtio = [").doesNotContain("silently ignores");
  }

  /** On reboot, xl creates the guest again without pausing it. */
  @Test
  void aPausedGuestIsDestroyedInsteadOfRebooted() {
    assertThat(config(Specs.on("xen").createdPaused().with(Specs.gated("disk"))))
        .contains("# Create the guest with \"xl create -p\"", "on_reboot = \"destroy\"\n");
    assertThat(config(Specs.on("xen").with(Specs.gated("disk")))).doesNotContain("on_reboot");
  }

  @Test
  void writesNicsInVifForAmdsXlAndNoOtherDevices() throws IOException {
    GuestSpec spec =
        DocumentMappers.yaml()
            .readValue(
                """
                platform: xen-amd
                devices:
                  - {name: lan, type: net, backend: dom0, slotKind: boot, source: xenbr0}
                  - {name: bus, type: i2c, backend: dom0, slotKind: boot}
                """,
                GuestSpec.class);

    String config =
        XlConfig.text(
            "guest",
            Blueprint.create(new Planner(Platforms.shipped()), spec, PlanningContext.NONE));

    assertThat(config)
        .contains("vif = [\n    \"model=virtio-net, backend=dom0, bridge=xenbr0\"\n]")
        .contains("not with \"bus\"; make it gated")
        .doesNotContain("virtio =");
  }
}
