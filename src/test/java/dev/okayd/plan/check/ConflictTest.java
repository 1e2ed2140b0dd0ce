package dev.okayd.plan.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.plan.GuestPlan;
import dev.okayd.plan.Plan;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GrantMode;
import dev.okayd.plan.spec.Pin;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.HexNumber;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Collisions of planned nodes with each other and with other resources of the guest. */
class ConflictTest {

  private static DeviceSpec pinned(String name, String base, int interrupt) {
    return Specs.gated(name).pinned(Pin.to(HexNumber.parse(base), interrupt));
  }

  private static Specs custom() {
    return Specs.on("custom").window("0x50000000", 100, 4);
  }

  private static DeviceSpec boot(String name, String backend) {
    return Specs.gated(name, DeviceType.BLK, backend).pinned(Pin.toSlot(1));
  }

  private static PlanningContext beside(Plan plan) {
    return new PlanningContext(
        Optional.empty(), Optional.empty(), List.of(new GuestPlan("domu2", plan)));
  }

  @Test
  void refusesTwoSlotsWithTheSameAddress() {
    Plans.assertRefused(
        custom().with(Specs.gated("a").pinned(Pin.toSlot(1)), pinned("b", "0x50000200", 200)),
        ErrorCode.SLOTS_OVERLAP,
        "Slot 1 of device \"b\" at 0x50000200..0x500003ff overlaps slot 1 of device \"a\" at"
            + " 0x50000200..0x500003ff");
  }

  @Test
  void refusesTwoSlotsWithTheSameInterrupt() {
    Plans.assertRefused(
        custom().with(Specs.gated("a").pinned(Pin.toSlot(1)), pinned("b", "0x60000000", 101)),
        ErrorCode.INTERRUPT_SHARED,
        "The pinned slot of device \"b\" has INTID 101, which slot 1 of device \"a\" has too");
  }

  @Test
  void refusesASpareSlotWithTheInterruptOfADevice() {
    assertThat(Plans.faults(custom().with(pinned("b", "0x60000000", 101)).spareAll()))
        .containsExactly(
            new Fault(
                ErrorCode.INTERRUPT_SHARED,
                "Spare slot 1 has INTID 101, which the pinned slot of device \"b\" has too"));
  }

  @Test
  void refusesADeviceThatOverlapsABridge() {
    assertThat(
            Plans.faults(
                Specs.on("xen-dom0less")
                    .with(pinned("a", "0x33000200", 46))
                    .with(Specs.bridge("pci", "b"))))
        .containsExactly(
            new Fault(
                ErrorCode.SLOTS_OVERLAP,
                "Bridge \"pci\" at 0x33000000..0x330fffff overlaps the pinned slot of device \"a\" at"
                    + " 0x33000200..0x330003ff"),
            new Fault(
                ErrorCode.INTERRUPT_SHARED,
                "Bridge \"pci\" has INTID 46, which the pinned slot of device \"a\" has too"));
  }

  @Test
  void refusesASlotInTheAddressMapOfThePlatform() {
    Plans.assertRefused(
        Specs.on("xen-dom0less").with(pinned("a", "0x38000000", 80)),
        ErrorCode.MAP_CONFLICT,
        "The pinned slot of device \"a\" at 0x38000000..0x380001ff overlaps grant table at"
            + " 0x38000000..0x38ffffff");
  }

  @Test
  void refusesASlotInAReservedRange() {
    Plans.assertRefused(
        custom().reserved(Specs.region("mailbox", "0x50000700", "0x1")).with(Specs.gated("a")),
        ErrorCode.MAP_CONFLICT,
        "Slot 3 of device \"a\" at 0x50000600..0x500007ff overlaps mailbox at"
            + " 0x50000700..0x50000700");
  }

  @Test
  void refusesASlotInTheRamOfThePlatform() {
    Plans.assertRefused(
        Specs.on("xen-dom0less").with(pinned("a", "0x40000000", 80)),
        ErrorCode.RAM_CONFLICT,
        "The pinned slot of device \"a\" at 0x40000000..0x400001ff overlaps RAM bank 0 at"
            + " 0x40000000..0xffffffff");
  }

  @Test
  void checksTheRamOfTheMachineInsteadOfThePlatform() {
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
        "The pinned slot of device \"a\" at 0x4ffffe00..0x4fffffff overlaps RAM at"
            + " 0x40000000..0x4fffffff");
  }

  @Test
  void checksTheVuartOnlyIfTheGuestHasOne() {
    Specs without = Specs.on("xen-dom0less").with(pinned("a", "0x22000e00", 32));
    Specs with = Specs.on("xen-dom0less").with(pinned("a", "0x22000e00", 32)).vuart();

    assertThat(Plans.plan(without).slots()).hasSize(1);
    assertThat(Plans.faults(with))
        .containsExactly(
            new Fault(
                ErrorCode.MAP_CONFLICT,
                "The pinned slot of device \"a\" at 0x22000e00..0x22000fff overlaps vpl011 at"
                    + " 0x22000000..0x22000fff"),
            new Fault(
                ErrorCode.INTERRUPT_TAKEN,
                "The pinned slot of device \"a\" has INTID 32, which vpl011 has"));
  }

  @Test
  void refusesAnInterruptThatThePlatformUses() {
    Plans.assertRefused(
        Specs.on("xen-amd").with(pinned("a", "0x3b000000", 33)),
        ErrorCode.INTERRUPT_TAKEN,
        "The pinned slot of device \"a\" has INTID 33, which vSMMUv3 has");
  }

  @Test
  void refusesAPassedThroughInterrupt() {
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
  void refusesToPassThroughTheInterruptOfTheVuart() {
    Plans.assertRefused(
        Specs.on("xen").passthrough(32).vuart(),
        ErrorCode.INTERRUPT_PASSED_THROUGH,
        "Passed-through INTID 32 is the interrupt of vpl011; leave machine.vuart out");
  }

  @Test
  void refusesAVuartOnAPlatformWithoutOne() {
    Plans.assertRefused(
        Specs.on("qemu-virt").vuart(),
        ErrorCode.INVALID_SPEC,
        "Platform qemu-virt has no emulated UART; leave machine.vuart out");
  }

  @Test
  void refusesAnAddressOfAnotherGuestOfTheBackend() {
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

  @Test
  void ignoresOtherGuestsIfGuestsHaveTheirOwnAddressSpaces() {
    Specs specs = Specs.on("xen-dom0less").with(Specs.gated("a"));

    Plan plan = Plans.plan(specs, beside(Plans.plan(specs)));

    assertThat(plan.slots()).hasSize(1);
  }

  @Test
  void reportsAllFaultsAtOnce() {
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
  void checksTheVuartThatAnXlWithoutNrSpisAdds() {
    Plans.assertRefused(
        Specs.on("xen")
            .version("4.18")
            .with(Specs.gated("a").pinned(Pin.to(HexNumber.parse("0x3b000000"), 32))),
        ErrorCode.INTERRUPT_TAKEN,
        "The pinned slot of device \"a\" has INTID 32, which vpl011 has");
  }

  @Test
  void refusesInterruptsOutOfReachOfAnXlWithoutNrSpis() {
    DeviceSpec device = Specs.gated("a").pinned(Pin.to(HexNumber.parse("0x3b000000"), 80));

    Plans.assertRefused(
        Specs.on("xen").version("4.18").with(device),
        ErrorCode.INTERRUPT_OUT_OF_REACH,
        "The pinned slot of device \"a\" has INTID 80, but a guest of this xl has none above 63, because this xl has no nr_spis; use a newer xl, or another slot");
    assertThat(Plans.plan(Specs.on("xen").version("4.18").passthrough(90).with(device)))
        .isNotNull();
    assertThat(Plans.plan(Specs.on("xen").version("4.19").with(device))).isNotNull();
  }
}
