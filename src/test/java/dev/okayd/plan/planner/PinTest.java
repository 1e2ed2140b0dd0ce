package dev.okayd.plan.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.plan.Plan;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.Pin;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.HexNumber;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins of devices to slots and addresses. */
class PinTest {

  private static Pin to(String base) {
    return new Pin(Optional.empty(), Optional.of(HexNumber.parse(base)), Optional.empty());
  }

  private static Pin to(String base, int interrupt) {
    return Pin.to(HexNumber.parse(base), interrupt);
  }

  private static String slotText(Plan plan, String device) {
    var slot = plan.slotOf(device).orElseThrow().slot();
    return slot.index() + " " + slot.base() + " " + slot.interrupt().intid() + " " + slot.path();
  }

  @Test
  void pinsToASlotByIndexOrBase() {
    Plan plan =
        Plans.plan(
            Specs.on("xen")
                .with(
                    Specs.gated("a"),
                    Specs.gated("b").pinned(Pin.toSlot(9)),
                    Specs.gated("c").pinned(to("0x2000400"))));

    assertThat(slotText(plan, "a"))
        .isEqualTo("Optional[8] 0x2001000 41 /passthrough/virtio@2001000");
    assertThat(slotText(plan, "b"))
        .isEqualTo("Optional[9] 0x2001200 42 /passthrough/virtio@2001200");
    assertThat(slotText(plan, "c"))
        .isEqualTo("Optional[2] 0x2000400 35 /passthrough/virtio@2000400");
  }

  @Test
  void pinsToAnyAddressAndInterruptIfOkaydMakesTheNodes() {
    Plan plan =
        Plans.plan(
            Specs.on("xen-dom0less")
                .with(Specs.gated("a").pinned(to("0x3b000000", 80)))
                .spareAll());

    assertThat(slotText(plan, "a"))
        .isEqualTo("Optional.empty 0x3b000000 80 /passthrough/virtio@3b000000");
    assertThat(plan.spares()).hasSize(11);
  }

  @Test
  void doesNotTakeTheSlotOfAnotherDevice() {
    Plan before = Plans.plan(Specs.on("xen").with(Specs.gated("a"), Specs.gated("b")));
    Specs pinned = Specs.on("xen").with(Specs.gated("a"), Specs.gated("b").pinned(Pin.toSlot(9)));

    OkaydException refusal =
        catchThrowableOfType(OkaydException.class, () -> Plans.planAfter(before, pinned));

    assertThat(refusal.code()).isEqualTo(ErrorCode.DEVICE_WOULD_MOVE);
    assertThat(refusal)
        .hasMessage(
            "Device \"a\" has slot 9, which another device would get now; pin one of them to another slot, or plan without the previous plan");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 11, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void refusesASlotOutOfRange(int slot) {
    Plans.assertRefused(
        Specs.on("xen").with(Specs.gated("a").pinned(Pin.toSlot(slot))),
        ErrorCode.SLOT_OUT_OF_RANGE,
        "Device \"a\" is pinned to slot " + slot + ", but platform xen has slots 0 to 10");
  }

  @Test
  void needsAnInterruptOutsideOfTheWindow() {
    Plans.assertRefused(
        Specs.on("xen").with(Specs.gated("a").pinned(to("0x2001600"))),
        ErrorCode.SLOT_OUT_OF_RANGE,
        "Device \"a\" is pinned to 0x2001600, which is outside of the slots of platform xen at 0x2000000..0x20015ff; pin its interrupt, too");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x9ffe000", "0xa004000", "0x0", "0xfffffffffffffe00"})
  void refusesAnAddressOutsideOfTheWindowOfACompleteTree(String base) {
    Plans.assertRefused(
        Specs.on("qemu-virt").with(Specs.gated("a").pinned(to(base, 48))),
        ErrorCode.SLOT_OUT_OF_RANGE,
        "Device \"a\" is pinned to "
            + base
            + ", but platform qemu-virt has slots only at 0xa000000..0xa003fff");
  }

  @ParameterizedTest
  @ValueSource(ints = {31, 1020, -1, 0, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void refusesAnInterruptThatIsNotShared(int interrupt) {
    Plans.assertRefused(
        Specs.on("custom")
            .window("0x50000000", 100)
            .with(Specs.gated("a").pinned(to("0x60000000", interrupt))),
        ErrorCode.INVALID_SPEC,
        "Device \"a\" is pinned to INTID " + interrupt + "; shared interrupts are 32 to 1019");
  }

  @Test
  void refusesAnInterruptBeyondTheLimitOfTheHypervisor() {
    Plans.assertRefused(
        Specs.on("xen-dom0less").with(Specs.gated("a").pinned(to("0x3b000000", 992))),
        ErrorCode.INVALID_SPEC,
        "INTID 992 needs 961 shared interrupts, but platform xen-dom0less has at most 960");
    assertThat(
            slotText(
                Plans.plan(
                    Specs.on("xen-dom0less").with(Specs.gated("a").pinned(to("0x3b000000", 991)))),
                "a"))
        .contains(" 991 ");
  }

  @Test
  void needsEitherASlotOrABase() {
    Pin nothing = new Pin(Optional.empty(), Optional.empty(), Optional.empty());
    Pin both = new Pin(Optional.of(1), Optional.of(HexNumber.parse("0x2000200")), Optional.empty());
    Pin slotAndInterrupt = new Pin(Optional.of(1), Optional.empty(), Optional.of(40));

    assertThat(
            Plans.faults(
                Specs.on("xen")
                    .with(
                        Specs.gated("a").pinned(nothing),
                        Specs.gated("b").pinned(both),
                        Specs.gated("c").pinned(slotAndInterrupt),
                        Specs.gated("d").pinned(to("0x2000100")))))
        .containsExactly(
            new Fault(
                ErrorCode.INVALID_SPEC, "The pin of device \"a\" must have either slot or base"),
            new Fault(
                ErrorCode.INVALID_SPEC, "The pin of device \"b\" must have either slot or base"),
            new Fault(
                ErrorCode.INVALID_SPEC,
                "The pin of device \"c\" has slot and interrupt; leave interrupt out, because the slot has its own"),
            new Fault(
                ErrorCode.INVALID_SPEC,
                "Device \"d\" is pinned to 0x2000100; expected a multiple of 0x200"));
  }

  @Test
  void refusesTwoPinsToOneSlotWithBothNames() {
    assertThat(
            Plans.faults(
                Specs.on("xen")
                    .with(
                        Specs.gated("a").pinned(Pin.toSlot(3)),
                        Specs.gated("b").pinned(to("0x2000600")))))
        .containsExactly(
            new Fault(
                ErrorCode.SLOTS_OVERLAP,
                "Slot 3 of device \"b\" at 0x2000600..0x20007ff overlaps slot 3 of device \"a\" at"
                    + " 0x2000600..0x20007ff"),
            new Fault(
                ErrorCode.INTERRUPT_SHARED,
                "Slot 3 of device \"b\" has INTID 36, which slot 3 of device \"a\" has too"));
  }

  @Test
  void refusesAPinOfABootDeviceThatContradictsTheToolstack() {
    Specs asIs =
        Specs.on("xen")
            .with(
                Specs.boot("i2c", DeviceType.I2C).pinned(Pin.toSlot(1)),
                Specs.boot("disk", DeviceType.BLK).pinned(to("0x2000000")));

    assertThat(slotText(Plans.plan(asIs), "i2c")).startsWith("Optional[1] 0x2000200 34 /virtio@");
    Plans.assertRefused(
        Specs.on("xen")
            .with(
                Specs.boot("i2c", DeviceType.I2C).pinned(Pin.toSlot(0)),
                Specs.boot("disk", DeviceType.BLK)),
        ErrorCode.SLOT_NOT_THE_TOOLSTACKS,
        "Device \"i2c\" is pinned to another slot than slot 1, which the toolstack of platform xen assigns to it; change the order of the devices");
  }

  @Test
  void pinsABootDeviceToAnySlotIfOkaydMakesItsNode() {
    Plan plan = Plans.plan(Specs.on("xen-dom0less").with(Specs.boot("a").pinned(Pin.toSlot(5))));

    assertThat(slotText(plan, "a")).startsWith("Optional[5] 0x2000a00 38 /passthrough/virtio@");
  }

  @Test
  void refusesMoreBootDevicesThanTheToolstackHasSlots() {
    DeviceSpec[] twelve =
        IntStream.range(0, 12)
            .mapToObj(i -> Specs.boot("b" + i).pinned(Pin.toSlot(i % 11)))
            .toArray(DeviceSpec[]::new);

    assertThat(Plans.faults(Specs.on("xen").with(twelve)))
        .contains(
            new Fault(
                ErrorCode.NO_FREE_SLOT,
                "The guest has 12 devices, but platform xen has only 11 slots"));
  }
}
