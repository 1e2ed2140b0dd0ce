package dev.okayd.plan.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.plan.GuestPlan;
import dev.okayd.plan.Plan;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GrantMode;
import dev.okayd.plan.spec.Pin;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.HexNumber;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which a plan cannot be, with both parties and the numbers. */
class ConflictTest {

  private static DeviceSpec pinned(String name, String base, int interrupt) {
    return Specs.gated(name).pinned(Pin.to(HexNumber.parse(base), interrupt));
  }

  private static Specs custom() {
    return Specs.on("custom").window("0x50000000", 100, 4);
  }

  private static PlanningContext with(Node... children) {
    return PlanningContext.NONE.with(Plans.tree(Plans.root(children)));
  }

  @Test
  void twoPlacesThatShareAnAddress() {
    Plans.assertRefused(
        custom().with(Specs.gated("a").pinned(Pin.toSlot(1)), pinned("b", "0x50000200", 200)),
        ErrorCode.SLOTS_OVERLAP,
        "Slot 1 of device \"b\" at 0x50000200..0x500003ff overlaps slot 1 of device \"a\" at"
            + " 0x50000200..0x500003ff");
  }

  @Test
  void twoPlacesThatShareAnInterrupt() {
    Plans.assertRefused(
        custom().with(Specs.gated("a").pinned(Pin.toSlot(1)), pinned("b", "0x60000000", 101)),
        ErrorCode.INTERRUPT_SHARED,
        "The place of device \"b\" has INTID 101, which slot 1 of device \"a\" has too");
  }

  @Test
  void aSpareSlotAndADevicesInterrupt() {
    assertThat(Plans.faults(custom().with(pinned("b", "0x60000000", 101)).spareAll()))
        .containsExactly(
            new Fault(
                ErrorCode.INTERRUPT_SHARED,
                "Spare slot 1 has INTID 101, which the place of device \"b\" has too"));
  }

  @Test
  void aDeviceAndABridge() {
    assertThat(
            Plans.faults(
                Specs.on("xen-dom0less")
                    .with(pinned("a", "0x33000200", 46))
                    .with(Specs.bridge("pci", "b"))))
        .containsExactly(
            new Fault(
                ErrorCode.SLOTS_OVERLAP,
                "Bridge \"pci\" at 0x33000000..0x330fffff overlaps the place of device \"a\" at"
                    + " 0x33000200..0x330003ff"),
            new Fault(
                ErrorCode.INTERRUPT_SHARED,
                "Bridge \"pci\" has INTID 46, which the place of device \"a\" has too"));
  }

  @Test
  void theMapOfThePlatform() {
    Plans.assertRefused(
        Specs.on("xen-dom0less").with(pinned("a", "0x38000000", 80)),
        ErrorCode.MAP_CONFLICT,
        "The place of device \"a\" at 0x38000000..0x380001ff overlaps grant table at"
            + " 0x38000000..0x38ffffff");
  }

  @Test
  void aReservedRange() {
    Plans.assertRefused(
        custom().reserved(Specs.region("mailbox", "0x50000700", "0x1")).with(Specs.gated("a")),
        ErrorCode.MAP_CONFLICT,
        "Slot 3 of device \"a\" at 0x50000600..0x500007ff overlaps mailbox at"
            + " 0x50000700..0x50000700");
  }

  @Test
  void theRamOfThePlatform() {
    Plans.assertRefused(
        Specs.on("xen-dom0less").with(pinned("a", "0x40000000", 80)),
        ErrorCode.RAM_CONFLICT,
        "The place of device \"a\" at 0x40000000..0x400001ff overlaps RAM bank 0 at"
            + " 0x40000000..0xffffffff");
  }

  @Test
  void theRamOfTheMachineInsteadOfThatOfThePlatform() {
    Specs specs =
        Specs.on("xen-dom0less")
            .ram(Specs.region("RAM", "0x40000000", "0x10000000"))
            .with(pinned("a", "0x60000000", 80));
    Specs inRam =
        Specs.on("xen-dom0less")
            .ram(Specs.region("RAM", "0x40000000", "0x10000000"))
            .with(pinned("a", "0x4ffffe00", 80));

    assertThat(Plans.plan(specs).slots()).hasSize(1);
    Plans.assertRefused(
        inRam,
        ErrorCode.RAM_CONFLICT,
        "The place of device \"a\" at 0x4ffffe00..0x4fffffff overlaps RAM at"
            + " 0x40000000..0x4fffffff");
  }

  @Test
  void theVuartOnlyIfThereIsOne() {
    Specs without = Specs.on("xen-dom0less").with(pinned("a", "0x22000e00", 32));
    Specs with = Specs.on("xen-dom0less").with(pinned("a", "0x22000e00", 32)).vuart();

    assertThat(Plans.plan(without).slots()).hasSize(1);
    assertThat(Plans.faults(with))
        .containsExactly(
            new Fault(
                ErrorCode.MAP_CONFLICT,
                "The place of device \"a\" at 0x22000e00..0x22000fff overlaps vpl011 at"
                    + " 0x22000000..0x22000fff"),
            new Fault(
                ErrorCode.INTERRUPT_TAKEN,
                "The place of device \"a\" has INTID 32, which vpl011 has"));
  }

  @Test
  void anInterruptThatThePlatformHasTaken() {
    Plans.assertRefused(
        Specs.on("xen-amd").with(pinned("a", "0x3b000000", 33)),
        ErrorCode.INTERRUPT_TAKEN,
        "The place of device \"a\" has INTID 33, which vSMMUv3 has");
  }

  @Test
  void anInterruptThatIsPassedThrough() {
    Plans.assertRefused(
        Specs.on("xen").passthrough(100, 33).with(Specs.boot("a")),
        ErrorCode.INTERRUPT_PASSED_THROUGH,
        "Slot 0 of device \"a\" has INTID 33, which a passed-through device has");
    Plans.assertRefused(
        Specs.on("xen").passthrough(42).with(Specs.gated("a").pinned(Pin.toSlot(9))),
        ErrorCode.INTERRUPT_PASSED_THROUGH,
        "Slot 9 of device \"a\" has INTID 42, which a passed-through device has");
  }

  @Test
  void anInterruptThatIsPassedThroughAndTheVuarts() {
    Plans.assertRefused(
        Specs.on("xen").passthrough(32).vuart(),
        ErrorCode.INTERRUPT_PASSED_THROUGH,
        "Passed-through INTID 32 is that of vpl011; leave machine.vuart out");
  }

  @Test
  void aVuartThatThePlatformDoesNotHave() {
    Plans.assertRefused(
        Specs.on("qemu-virt").vuart(),
        ErrorCode.INVALID_SPEC,
        "Platform qemu-virt has no emulated UART; leave machine.vuart out");
  }

  @Test
  void anotherGuestWhoseBackendIsTheSame() {
    Specs specs = Specs.on("xen-direct-map").window("0x50000000", 100).with(Specs.gated("a"));
    Plan other =
        Plans.plan(Specs.on("xen-direct-map").window("0x50001000", 200).with(boot("x", "storage")));
    Plan otherBackend =
        Plans.plan(Specs.on("xen-direct-map").window("0x50001000", 200).with(boot("x", "other")));

    assertThat(Plans.faults(specs, beside(other)))
        .containsExactly(
            new Fault(
                ErrorCode.NEIGHBOUR_CONFLICT,
                "Slot 9 of device \"a\" at 0x50001200..0x500013ff overlaps device \"x\" of guest"
                    + " \"domu2\" at 0x50001200..0x500013ff, and backend \"storage\" serves both;"
                    + " give this guest another window"));
    assertThat(Plans.plan(specs, beside(otherBackend)).slots()).hasSize(1);
  }

  private static DeviceSpec boot(String name, String backend) {
    return Specs.gated(name, DeviceType.BLK, backend).pinned(Pin.toSlot(1));
  }

  private static PlanningContext beside(Plan plan) {
    return new PlanningContext(
        Optional.empty(), Optional.empty(), List.of(new GuestPlan("domu2", plan)));
  }

  @Test
  void anotherGuestIsNoMatterWhereGuestsHaveAddressesOfTheirOwn() {
    Specs specs = Specs.on("xen-dom0less").with(Specs.gated("a"));

    Plan plan = Plans.plan(specs, beside(Plans.plan(specs)));

    assertThat(plan.slots()).hasSize(1);
  }

  @Test
  void aSlotThatTheDaemonDoesNotServe() {
    Plans.assertRefused(
        Specs.on("xen-dom0less")
            .backend("storage", Daemon.QEMU_XENPVH)
            .with(Specs.gated("a").pinned(Pin.toSlot(10))),
        ErrorCode.SLOT_NOT_SERVED,
        "Device \"a\" has slot 10, but qemu-xenpvh of backend \"storage\" serves 0 to 9");
    assertThat(
            Plans.plan(
                    Specs.on("xen-dom0less")
                        .backend("storage", Daemon.VIRTIO_DISK)
                        .with(Specs.gated("a").pinned(Pin.toSlot(10))))
                .slots())
        .hasSize(1);
  }

  @Test
  void moreDevicesThanTheDaemonServes() {
    DeviceSpec[] eleven =
        java.util.stream.IntStream.range(0, 11)
            .mapToObj(i -> Specs.gated("d" + i))
            .toArray(DeviceSpec[]::new);

    Plans.assertRefused(
        Specs.on("xen-dom0less").backend("storage", Daemon.QEMU_XENPVH).with(eleven),
        ErrorCode.NO_FREE_SLOT,
        "No slot of platform xen-dom0less is left for device \"d10\": of its 11 slots, 10 are given"
            + " away, 0 have an interrupt that is passed through, and backend \"storage\" serves 0"
            + " to 9");
  }

  @Test
  void moreBackendsThanTheHypervisorAllows() {
    DeviceSpec[] nine =
        java.util.stream.IntStream.range(0, 8)
            .mapToObj(i -> Specs.gated("d" + i, DeviceType.BLK, "b" + i))
            .toArray(DeviceSpec[]::new);

    assertThat(Plans.plan(Specs.on("xen").with(nine)).slots()).hasSize(8);
    Plans.assertRefused(
        Specs.on("xen").with(nine).with(Specs.bridge("pci", "b8")),
        ErrorCode.TOO_MANY_BACKENDS,
        "The guest has 9 backends, 8 are the most: a guest has at most 8 ioreq servers"
            + " (MAX_NR_IOREQ_SERVERS)");
  }

  @ParameterizedTest
  @CsvSource({"xen-amd, 1, 0", "kvmtool, 1, 0", "custom, 1, 0", "qemu-virt, 2, 1"})
  void aBridgeThatThePlatformDoesNotHave(String platform, int wanted, int has) {
    Specs specs = platform.equals("custom") ? custom() : Specs.on(platform);
    for (int i = 0; i < wanted; i++) {
      specs.with(Specs.bridge("pci" + i, "b" + i));
    }

    Plans.assertRefused(
        specs,
        ErrorCode.NO_BRIDGE,
        "The guest has %d bridges, platform %s has %d".formatted(wanted, platform, has));
  }

  @Test
  void twoBridgesOfOneBackend() {
    Plans.assertRefused(
        Specs.on("xen").with(Specs.bridge("a", "b"), Specs.bridge("c", "b")),
        ErrorCode.INVALID_SPEC,
        "Backend \"b\" has two bridges; put all of its devices behind one");
  }

  @Test
  void grantsOnAPlatformThatHasNone() {
    Plans.assertRefused(
        Specs.on("qemu-virt").with(Specs.gated("a").withGrants()),
        ErrorCode.GRANTS_NOT_POSSIBLE,
        "Device \"a\" wants grants, platform qemu-virt has none");
  }

  @Test
  void grantsThatTheSpecRulesOut() {
    Plans.assertRefused(
        Specs.on("xen").grants(GrantMode.NONE).with(Specs.bridgeWithGrants("pci", "b")),
        ErrorCode.GRANTS_NOT_POSSIBLE,
        "Device \"pci\" wants grants, and the spec says grants: none");
  }

  @Test
  void grantsOfAKernelThatGivesThemToAnotherDomain() {
    Specs dom0 =
        Specs.on("xen").grants(GrantMode.FORCED).backend("storage", 0).with(Specs.gated("a"));
    Specs dom1 =
        Specs.on("xen").grants(GrantMode.FORCED).backend("storage", 1).with(Specs.gated("a"));

    assertThat(Plans.plan(dom0).grantDma()).isEmpty();
    Plans.assertRefused(
        dom1,
        ErrorCode.GRANTS_NOT_POSSIBLE,
        "Device \"a\": a kernel with CONFIG_XEN_VIRTIO_FORCE_GRANT gives its grants to domain 0,"
            + " but backend \"storage\" is domain 1; take grants: per-device");
  }

  private static Node withPhandle(long phandle) {
    return Node.of("mine", Property.cells("phandle", (int) phandle));
  }

  @Test
  void aPhandleOfTheNodeForGrantsThatXenTakesForItself() {
    Specs specs = Specs.on("xen-dom0less").with(Specs.gated("a").withGrants());

    Plan fits = Plans.plan(specs, with(Plans.passthrough(withPhandle(64_996))));

    assertThat(fits.grantDma().orElseThrow().phandle()).isEqualTo(64_998);
    Plans.assertRefused(
        specs,
        with(Plans.passthrough(withPhandle(64_997))),
        ErrorCode.PHANDLE_OUT_OF_RANGE,
        "The node of xen,grant-dma would have phandle 64999, 64998 is the highest: from Xen 4.22 on"
            + " the next phandle after the highest has to be below 65000; give the nodes of the"
            + " base tree lower ones");
  }

  @Test
  void aPhandleOfTheGicThatXenTakesForItself() {
    Specs specs = Specs.on("xen-dom0less").with(Specs.gated("a"));

    assertThat(Plans.plan(specs, with(Plans.passthrough(withPhandle(64_997)))).slots()).hasSize(1);
    Plans.assertRefused(
        specs,
        with(Plans.passthrough(withPhandle(64_998))),
        ErrorCode.PHANDLE_OUT_OF_RANGE,
        "The placeholder of the GIC would have phandle 64999, 64998 is the highest: from Xen 4.22"
            + " on the next phandle after the highest has to be below 65000; give the nodes of the"
            + " base tree lower ones");
  }

  @ParameterizedTest
  @ValueSource(longs = {64_999, 65_000, 65_001, 0xffff_fffeL})
  void aPhandleOfTheBaseTreeThatXenTakesForItself(long phandle) {
    Node gic = Node.of("gic", Property.cells("phandle", 1));

    Plans.assertRefused(
        Specs.on("xen-dom0less").with(Specs.gated("a")),
        with(gic, Plans.passthrough(withPhandle(phandle))),
        ErrorCode.PHANDLE_OUT_OF_RANGE,
        "A node of the base tree has phandle %d, 64998 is the highest: from Xen 4.22 on the next"
                .formatted(phandle)
            + " phandle after the highest has to be below 65000; give the nodes of the base tree"
            + " lower ones");
  }

  @ParameterizedTest
  @ValueSource(longs = {65_000, 65_001})
  void aPhandleOfTheBaseTreeThatLibxlTakesForItself(long phandle) {
    Plans.assertRefused(
        Specs.on("xen").with(Specs.gated("a")),
        with(Plans.passthrough(withPhandle(phandle))),
        ErrorCode.PHANDLE_OUT_OF_RANGE,
        "A node of the base tree has phandle %d, 64999 is the highest: libxl has 65000 for the GIC"
                .formatted(phandle)
            + " and 65001 for xen_iommu; give the nodes of the base tree lower ones");
  }

  @Test
  void aNodeInThePlaceOfThatForGrants() {
    Node smmu =
        Node.of(
            "iommu", Property.strings("compatible", "arm,smmu-v3"), Property.cells("phandle", 5));

    Plans.assertRefused(
        Specs.on("xen-dom0less").with(Specs.gated("a").withGrants()),
        with(Plans.passthrough(smmu)),
        ErrorCode.SLOT_CONFLICT,
        "The node of xen,grant-dma is at /passthrough/iommu, which the base tree has already: no"
            + " xen,grant-dma node with a phandle; rename it");
  }

  @Test
  void aPartialTreeWhoseNodesNameAGicThatItDoesNotHave() {
    Node ethernet =
        Node.of(
            "ethernet",
            Property.cells("interrupt-parent", 65_002),
            Property.cells("interrupts", 0, 89, 4));

    Plans.assertRefused(
        Specs.on("xen-dom0less").with(Specs.gated("a")),
        with(Plans.passthrough(ethernet)),
        ErrorCode.SLOT_CONFLICT,
        "Nodes of the base tree have interrupt-parent = <0xfdea>, which no node of it is; name the"
            + " GIC by <0xfde8>, or give the tree a /gic with a phandle, and name that");
  }

  @Test
  void anInterruptOfATreeThatNamesXensOwnGic() {
    Node ethernet =
        Node.of(
            "ethernet",
            Property.cells("interrupt-parent", 65_000),
            Property.cells("interrupts", 0, 10, 4));

    for (String platform : List.of("xen", "xen-dom0less")) {
      Plans.assertRefused(
          Specs.on(platform).with(Specs.gated("a")),
          with(Plans.passthrough(ethernet)),
          ErrorCode.SLOT_CONFLICT,
          "Slot 9 of device \"a\" has INTID 42, which /passthrough/ethernet has in the base tree");
    }
  }

  @Test
  void aTreeThatIsLargerThanOldXenTakes() {
    Specs specs = Specs.on("xen-dom0less").version("4.17").spareAll();

    List<Fault> faults = Plans.faults(specs.with(Specs.bridge("a", "b"), Specs.bridge("c", "d")));

    assertThat(faults).hasSize(1);
    assertThat(faults.get(0).code()).isEqualTo(ErrorCode.TREE_TOO_LARGE);
    assertThat(faults.get(0).message())
        .matches(
            "The tree has \\d+ bytes, the hypervisor's own part of it about 1100, 4096 are the most:"
                + " Xen 4\\.17 gives the guest's whole tree 4 KiB \\(DOMU_DTB_SIZE\\) and panics when"
                + " it is full; take fewer spare slots, bridges or devices");
    assertThat(Plans.plan(Specs.on("xen-dom0less").version("4.18").spareAll()).spares())
        .hasSize(11);
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    Specs specs =
        Specs.on("xen-dom0less")
            .vuart()
            .passthrough(80)
            .with(
                pinned("a", "0x22000000", 80),
                pinned("b", "0x40000000", 81),
                pinned("c", "0x40000000", 82),
                Specs.gated("d").pinned(Pin.toSlot(77)))
            .with(Specs.bridgeWithGrants("pci", "p"))
            .grants(GrantMode.NONE)
            .spare(12);

    assertThat(Plans.faults(specs))
        .extracting(Fault::code)
        .containsExactlyInAnyOrder(
            ErrorCode.SLOT_OUT_OF_RANGE,
            ErrorCode.GRANTS_NOT_POSSIBLE,
            ErrorCode.NO_FREE_SLOT,
            ErrorCode.SLOTS_OVERLAP,
            ErrorCode.MAP_CONFLICT,
            ErrorCode.RAM_CONFLICT,
            ErrorCode.RAM_CONFLICT,
            ErrorCode.INTERRUPT_PASSED_THROUGH);
  }

  @Test
  void anXlWithoutNrSpisGivesAVuartAlongWithSharedInterrupts() {
    Plans.assertRefused(
        Specs.on("xen")
            .version("4.18")
            .with(Specs.gated("a").pinned(Pin.to(HexNumber.parse("0x3b000000"), 32))),
        ErrorCode.INTERRUPT_TAKEN,
        "The place of device \"a\" has INTID 32, which vpl011 has");
  }

  @Test
  void anXlWithoutNrSpisGivesNoInterruptsAboveItsOwn() {
    DeviceSpec device = Specs.gated("a").pinned(Pin.to(HexNumber.parse("0x3b000000"), 80));

    Plans.assertRefused(
        Specs.on("xen").version("4.18").with(device),
        ErrorCode.INTERRUPT_OUT_OF_REACH,
        "The place of device \"a\" has INTID 80, and a guest of this xl has none above 63, for it"
            + " has no nr_spis; take a newer xl, or another place");
    assertThat(Plans.plan(Specs.on("xen").version("4.18").passthrough(90).with(device)))
        .isNotNull();
    assertThat(Plans.plan(Specs.on("xen").version("4.19").with(device))).isNotNull();
  }
}
