package dev.okayd.plan.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GrantMode;
import dev.okayd.plan.spec.Pin;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a platform, its hypervisor or a daemon does not support. */
class PlatformLimitTest {

  private static Specs custom() {
    return Specs.on("custom").window("0x50000000", 100, 4);
  }

  @Test
  void refusesASlotThatTheDaemonDoesNotServe() {
    Plans.assertRefused(
        Specs.on("xen-dom0less")
            .backend("storage", Daemon.QEMU_XENPVH)
            .with(Specs.gated("a").pinned(Pin.toSlot(10))),
        ErrorCode.SLOT_NOT_SERVED,
        "Device \"a\" has slot 10, but qemu-xenpvh of backend \"storage\" serves slots 0 to 9");
    assertThat(
            Plans.plan(
                    Specs.on("xen-dom0less")
                        .backend("storage", Daemon.VIRTIO_DISK)
                        .with(Specs.gated("a").pinned(Pin.toSlot(10))))
                .slots())
        .hasSize(1);
  }

  @Test
  void refusesMoreDevicesThanTheDaemonServes() {
    DeviceSpec[] eleven =
        java.util.stream.IntStream.range(0, 11)
            .mapToObj(i -> Specs.gated("d" + i))
            .toArray(DeviceSpec[]::new);

    Plans.assertRefused(
        Specs.on("xen-dom0less").backend("storage", Daemon.QEMU_XENPVH).with(eleven),
        ErrorCode.NO_FREE_SLOT,
        "No slot of platform xen-dom0less is left for device \"d10\": of 11 slots, 10 are in use, 0 have a passed-through interrupt, and backend \"storage\" serves slots 0 to 9");
  }

  @Test
  void refusesMoreBackendsThanTheHypervisorAllows() {
    DeviceSpec[] nine =
        java.util.stream.IntStream.range(0, 8)
            .mapToObj(i -> Specs.gated("d" + i, DeviceType.BLK, "b" + i))
            .toArray(DeviceSpec[]::new);

    assertThat(Plans.plan(Specs.on("xen").with(nine)).slots()).hasSize(8);
    Plans.assertRefused(
        Specs.on("xen").with(nine).with(Specs.bridge("pci", "b8")),
        ErrorCode.TOO_MANY_BACKENDS,
        "The guest has 9 backends; the maximum is 8: a guest has at most 8 ioreq servers"
            + " (MAX_NR_IOREQ_SERVERS)");
  }

  @ParameterizedTest
  @CsvSource({"xen-amd, 1, 0", "kvmtool, 1, 0", "custom, 1, 0", "qemu-virt, 2, 1"})
  void refusesMoreBridgesThanThePlatformHas(String platform, int wanted, int has) {
    Specs specs = platform.equals("custom") ? custom() : Specs.on(platform);
    for (int i = 0; i < wanted; i++) {
      specs.with(Specs.bridge("pci" + i, "b" + i));
    }

    Plans.assertRefused(
        specs,
        ErrorCode.NO_BRIDGE,
        "The guest has %d bridges, but platform %s has only %d".formatted(wanted, platform, has));
  }

  @Test
  void refusesTwoBridgesOfOneBackend() {
    Plans.assertRefused(
        Specs.on("xen").with(Specs.bridge("a", "b"), Specs.bridge("c", "b")),
        ErrorCode.INVALID_SPEC,
        "Backend \"b\" has two bridges; put all of its devices behind one");
  }

  @Test
  void refusesGrantsOnAPlatformWithoutGrants() {
    Plans.assertRefused(
        Specs.on("qemu-virt").with(Specs.gated("a").withGrants()),
        ErrorCode.GRANTS_NOT_POSSIBLE,
        "Device \"a\" asks for grants, but platform qemu-virt has none");
  }

  @Test
  void refusesGrantsIfTheSpecForbidsThem() {
    Plans.assertRefused(
        Specs.on("xen").grants(GrantMode.NONE).with(Specs.bridgeWithGrants("pci", "b")),
        ErrorCode.GRANTS_NOT_POSSIBLE,
        "Device \"pci\" asks for grants, but the spec has grants: none");
  }

  @Test
  void refusesABackendOutsideOfDomain0ForAKernelWithForcedGrants() {
    Specs dom0 =
        Specs.on("xen").grants(GrantMode.FORCED).backend("storage", 0).with(Specs.gated("a"));
    Specs dom1 =
        Specs.on("xen").grants(GrantMode.FORCED).backend("storage", 1).with(Specs.gated("a"));

    assertThat(Plans.plan(dom0).grantDma()).isEmpty();
    Plans.assertRefused(
        dom1,
        ErrorCode.GRANTS_NOT_POSSIBLE,
        "Device \"a\": a kernel with CONFIG_XEN_VIRTIO_FORCE_GRANT gives its grants to domain 0, but backend \"storage\" is domain 1; set grants: per-device");
  }

  @Test
  void refusesATreeThatIsTooLargeForOldXen() {
    Specs specs = Specs.on("xen-dom0less").version("4.17").spareAll();

    List<Fault> faults = Plans.faults(specs.with(Specs.bridge("a", "b"), Specs.bridge("c", "d")));

    assertThat(faults).hasSize(1);
    assertThat(faults.get(0).code()).isEqualTo(ErrorCode.TREE_TOO_LARGE);
    assertThat(faults.get(0).message())
        .matches(
            "The tree has \\d+ bytes and the hypervisor adds about 1100; the maximum is 4096: Xen 4\\.17 gives the guest's whole tree 4 KiB \\(DOMU_DTB_SIZE\\) and panics when it is full; use fewer spare slots, bridges or devices");
    assertThat(Plans.plan(Specs.on("xen-dom0less").version("4.18").spareAll()).spares())
        .hasSize(11);
  }
}
