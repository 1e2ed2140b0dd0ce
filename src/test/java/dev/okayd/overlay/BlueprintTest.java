package dev.okayd.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.plan.spec.GrantMode;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.plan.spec.Pin;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.HexNumber;
import dev.okayd.testing.Golden;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Headroom and warnings. */
class BlueprintTest {
  private static final BaseTree QEMU_VIRT = BaseTree.read(Golden.bytes("fdt/qemu-virt.dtb"));

  private static Headroom headroom(Specs specs) {
    return Plans.blueprint(specs).headroom();
  }

  private static List<String> warnings(Specs specs) {
    return Plans.blueprint(specs).warnings();
  }

  @Test
  void countsSlotsWithoutADevice() {
    assertThat(headroom(Specs.on("xen").with(Specs.boot("a"), Specs.gated("b")).spare(3)))
        .isEqualTo(new Headroom(9, 3, 9, 8, Optional.empty()));
    assertThat(headroom(Specs.on("xen-amd")))
        .isEqualTo(new Headroom(10, 0, 10, 0, Optional.empty()));
    assertThat(headroom(Specs.on("qemu-virt").with(Specs.bridge("pci", "b"))))
        .isEqualTo(new Headroom(32, 0, 32, 0, Optional.empty()));
  }

  @Test
  void countsAFreeSlotWithATakenInterruptWithoutItsInterrupt() {
    Headroom headroom = headroom(Specs.on("xen").passthrough(33, 34, 100).with(Specs.gated("a")));

    assertThat(headroom).isEqualTo(new Headroom(10, 0, 8, 8, Optional.empty()));
  }

  @Test
  void aPinOutsideOfTheWindowUsesNoSlot() {
    Headroom headroom =
        headroom(
            Specs.on("xen-dom0less")
                .with(Specs.gated("a").pinned(Pin.to(HexNumber.parse("0x3b000000"), 80))));

    assertThat(headroom.slots()).isEqualTo(11);
  }

  @Test
  void countsBridges() {
    assertThat(headroom(Specs.on("xen").with(Specs.bridge("pci", "b"))).bridges()).isEqualTo(7);
  }

  @Test
  void countsTheBytesThatTheHypervisorLeavesForTheTree() {
    Specs specs = Specs.on("xen-dom0less").version("4.17").with(Specs.gated("a"));

    Blueprint blueprint = Plans.blueprint(specs);

    int size = FdtWriter.write(blueprint.tree().orElseThrow()).length;
    assertThat(blueprint.headroom().treeBytes()).contains(4096L - 1100 - size);
  }

  private static List<String> warningsOfAccesses(String version, int vcpus) {
    Specs specs = Specs.on("xen").vcpus(vcpus).trapUnmappedAccesses(false).with(Specs.gated("a"));
    if (!version.isEmpty()) {
      specs.version(version);
    }
    return warnings(specs);
  }

  /**
   * Observed with Xen 4.21.2 and 4.22.0, GICv3 and one vCPU: the guest of Xen 4.21.2 prints
   * nothing.
   */
  @Test
  void warnsOfXen421WithAnsweredAccesses() {
    String dead = "A guest of Xen 4.21 whose machine.trapUnmappedAccesses is false starts only";

    assertThat(warningsOfAccesses("4.21", 2)).anyMatch(warning -> warning.startsWith(dead));
    assertThat(warningsOfAccesses("4.21", 1)).anyMatch(warning -> warning.startsWith(dead));
    assertThat(warningsOfAccesses("", 2)).anyMatch(warning -> warning.startsWith(dead));
    assertThat(warningsOfAccesses("4.22", 2)).isEmpty();
  }

  /** The unit's ExecStartPost runs right after fork. */
  @Test
  void warnsOfADaemonThatReportsReadyTooEarly() {
    Specs gated =
        Specs.on("xen").backend("storage", 0, Daemon.VIRTIO_DISK).with(Specs.gated("disk"));
    Specs boot =
        Specs.on("xen")
            .backend("storage", 0, Daemon.VIRTIO_DISK)
            .with(Specs.boot("disk", DeviceType.BLK));

    assertThat(warnings(gated))
        .singleElement()
        .asString()
        .startsWith("Backend \"storage\": virtio-disk's unit writes");
    assertThat(warnings(boot)).isEmpty();
  }

  @Test
  void warnsOfTooManyVcpusForSomeReleaseIfTheVersionIsUnknown() {
    assertThat(warnings(Specs.on("xen-dom0less").vcpus(29)))
        .anyMatch(warning -> warning.startsWith("29 vCPUs are too many for some version"));
    assertThat(warnings(Specs.on("xen-dom0less").vcpus(28))).isEmpty();
  }

  /** src/test/e2e/lib/xen.sh patches init-dom0less. */
  @Test
  void warnsOfAnInitDom0lessThatStopsAtGuestsWithSeveralVcpus() {
    Specs one = Specs.on("xen-dom0less").vcpus(1).channels(GuestChannel.XENSTORE);
    Specs two = Specs.on("xen-dom0less").vcpus(2).channels(GuestChannel.XENSTORE);
    Specs withoutXenstore = Specs.on("xen-dom0less").vcpus(2).channels(GuestChannel.HTTP);

    assertThat(warnings(two))
        .singleElement()
        .asString()
        .startsWith("init-dom0less of Xen 4.17 to 4.22 stops at a guest with more than one vCPU");
    assertThat(warnings(one)).isEmpty();
    assertThat(warnings(withoutXenstore)).isEmpty();
  }

  @Test
  void warnsOfReleasesThatCannotAnswerAccessesIfTheVersionIsUnknown() {
    assertThat(warningsOfAccesses("", 1))
        .anyMatch(
            warning ->
                warning.startsWith(
                    "machine.trapUnmappedAccesses is false and the spec names no version"));
  }

  @Test
  void anOrdinaryGuestHasNoWarnings() {
    PlanningContext base = PlanningContext.NONE.with(QEMU_VIRT);

    assertThat(Plans.blueprint(Specs.on("qemu-virt").with(Specs.gated("a")), base).warnings())
        .isEmpty();
    assertThat(warnings(Specs.on("xen").with(Specs.gated("a")))).isEmpty();
    assertThat(warnings(Specs.on("xen").backend("storage", 0).with(Specs.gated("a")))).isEmpty();
  }

  @Test
  void warnsOfFewFreeSlots() {
    Specs ten =
        Specs.on("xen").with(IntStream.range(0, 10).mapToObj(i -> Specs.gated("d" + i)).toList());

    assertThat(warnings(ten)).containsExactly("1 slots are left of 11");
  }

  @Test
  void warnsOfSlotsWithoutAnInterrupt() {
    assertThat(warnings(Specs.on("xen").passthrough(33)))
        .containsExactly(
            "1 of the 11 free slots have no interrupt, because it has another use in the guest");
  }

  @Test
  void warnsOfANearlyFullTree() {
    assertThat(warnings(full("4.17")))
        .singleElement()
        .asString()
        .matches("about \\d+ bytes are left of the guest's tree");
    assertThat(warnings(full("4.18"))).isEmpty();
  }

  private static Specs full(String version) {
    return Specs.on("xen-dom0less").version(version).with(Specs.bridge("pci", "p")).spare(10);
  }

  @Test
  void warnsOfAMissingBaseTree() {
    assertThat(warnings(Specs.on("qemu-virt").with(Specs.gated("a"))))
        .containsExactly("There is no base tree, so okayd could not check the plan against it");
  }

  @Test
  void warnsOfASlotThatNotEveryDaemonServes() {
    Specs unknown = Specs.on("xen").with(Specs.gated("a").pinned(Pin.toSlot(10)));
    Specs known =
        Specs.on("xen")
            .backend("storage", Daemon.QEMU)
            .with(Specs.gated("a").pinned(Pin.toSlot(10)));

    assertThat(warnings(unknown))
        .containsExactly(
            "Device \"a\" has slot 10, which not every daemon serves; name the daemon of backend \"storage\" to have it checked");
    assertThat(warnings(known)).isEmpty();
  }

  @Test
  void warnsThatAnOverlayNeedsTheDomain() {
    assertThat(
            warnings(
                Specs.on("xen")
                    .with(Specs.gated("a").withGrants())
                    .with(Specs.bridgeWithGrants("pci", "p"))))
        .containsExactly(
            "The overlay of device \"a\" needs the domid of backend \"storage\" when it is applied",
            "The overlay of bridge \"pci\" needs the domid of backend \"p\" when it is applied");
  }

  @Test
  void warnsOfABootDeviceWithGrantsOfAnUnknownDomain() {
    Specs dom0less = Specs.on("xen-dom0less").with(Specs.boot("a", DeviceType.BLK).withGrants());
    Specs xl = Specs.on("xen").with(Specs.boot("a", DeviceType.BLK).withGrants());

    assertThat(warnings(dom0less))
        .containsExactly(
            "Device \"a\" uses grants from the start, but the domid of backend \"storage\" is not"
                + " known; the device works only once the spec names it");
    assertThat(warnings(xl)).isEmpty();
  }

  @Test
  void warnsOfABackendThatMayLackPrivileges() {
    String warning =
        "Backend \"storage\" is domain 2; Xen lets it serve devices only if it is a control domain,"
            + " has the guest as its target, or an XSM policy says so (XSM_DM_PRIV)";

    for (String platform : List.of("xen", "xen-amd", "xen-dom0less")) {
      assertThat(warnings(Specs.on(platform).backend("storage", 2).with(Specs.gated("a"))))
          .containsExactly(warning);
    }
    assertThat(warnings(Specs.on("qemu-virt").backend("storage", 2).with(Specs.gated("a"))))
        .doesNotContain(warning);
  }

  @Test
  void aKernelWithForcedGrantsNeedsNoGrantNode() {
    Blueprint blueprint =
        Plans.blueprint(
            Specs.on("xen-dom0less").grants(GrantMode.FORCED).with(Specs.gated("a").withGrants()));

    assertThat(blueprint.plan().grantDma()).isEmpty();
    assertThat(blueprint.plan().slots().get(0).grants()).isEmpty();
  }

  @Test
  void makesNoCompleteTreeWithoutABaseTree() {
    assertThat(Plans.blueprint(Specs.on("qemu-virt")).tree()).isEmpty();
    assertThat(Plans.blueprint(Specs.on("custom").window("0x50000000", 100)).tree()).isEmpty();
    assertThat(Plans.blueprint(Specs.on("xen")).tree()).isPresent();
  }
}
