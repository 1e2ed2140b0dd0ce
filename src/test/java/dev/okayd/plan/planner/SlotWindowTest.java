package dev.okayd.plan.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.ErrorCode;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.plan.Plan;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.testing.Golden;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Platforms that leave it to the spec where slots are. */
class SlotWindowTest {

  @ParameterizedTest
  @ValueSource(strings = {"custom", "xen-direct-map"})
  void hasToBeThere(String platform) {
    Plans.assertRefused(
        Specs.on(platform).with(Specs.gated("a")),
        ErrorCode.WINDOW_MISSING,
        "Platform "
            + platform
            + " leaves it to the spec where slots are; give it window.base and window.interrupt");
  }

  @Test
  void isNotForPlatformsThatHaveOne() {
    Plans.assertRefused(
        Specs.on("xen").window("0x2000000", 33),
        ErrorCode.WINDOW_FIXED,
        "Platform xen has its slots at 0x2000000; leave window out, or take platform custom");
  }

  @Test
  void saysWhereSlotsAreHowLargeAndHowMany() {
    Plan plan =
        Plans.plan(
            Specs.on("custom")
                .window("0x50000000", 100, Optional.of(3), Optional.of("0x1000"))
                .with(Specs.gated("a")));

    assertThat(plan.slots().get(0).slot())
        .extracting(
            slot -> slot.base().toString(),
            slot -> slot.size().toString(),
            slot -> slot.interrupt().intid(),
            slot -> slot.path().toString())
        .containsExactly("0x50002000", "0x1000", 102, "/virtio@50002000");
  }

  @Test
  void mayEndWhereAddressesAndInterruptsEnd() {
    Plan plan =
        Plans.plan(
            Specs.on("custom")
                .window("0xfffffffffffffc00", 1018, Optional.of(2), Optional.empty())
                .with(Specs.gated("a")));

    assertThat(plan.slots().get(0).slot())
        .extracting(slot -> slot.base().toString(), slot -> slot.interrupt().intid())
        .containsExactly("0xfffffffffffffe00", 1019);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0x50000000         | 100         | 0           |                    | window.slots is 0, 1 to 1024 is expected
          0x50000000         | 100         | -1          |                    | window.slots is -1, 1 to 1024 is expected
          0x50000000         | 100         | 1025        |                    | window.slots is 1025, 1 to 1024 is expected
          0x50000000         | 100         | 2147483647  |                    | window.slots is 2147483647, 1 to 1024 is expected
          0x50000000         | 100         | 4           | 0x100              | window.slotSize is 0x100, a power of two from 0x200 to 0x40000000 is expected
          0x50000000         | 100         | 4           | 0x300              | window.slotSize is 0x300, a power of two from 0x200 to 0x40000000 is expected
          0x50000000         | 100         | 4           | 0x0                | window.slotSize is 0x0, a power of two from 0x200 to 0x40000000 is expected
          0x50000000         | 100         | 4           | 0x80000000         | window.slotSize is 0x80000000, a power of two from 0x200 to 0x40000000 is expected
          0x50000000         | 100         | 4           | 0x8000000000000000 | window.slotSize is 0x8000000000000000, a power of two from 0x200 to 0x40000000 is expected
          0x50000100         | 100         | 4           |                    | window.base is 0x50000100, a multiple of 0x200 is expected
          0xfffffffffffffc00 | 100         | 4           |                    | window.base is 0xfffffffffffffc00, a place for 4 slots of 0x200 in 64 bits is expected
          0x50000000         | 31          | 4           |                    | window.interrupt is 31, the first of 4 shared interrupts, which are 32 to 1019, is expected
          0x50000000         | 1017        | 4           |                    | window.interrupt is 1017, the first of 4 shared interrupts, which are 32 to 1019, is expected
          0x50000000         | 2147483647  | 4           |                    | window.interrupt is 2147483647, the first of 4 shared interrupts, which are 32 to 1019, is expected
          0x50000000         | -2147483648 | 4           |                    | window.interrupt is -2147483648, the first of 4 shared interrupts, which are 32 to 1019, is expected
          """)
  void thatCannotBeIsRefusedWithTheNumber(
      String base, int interrupt, int slots, String size, String message) {
    Plans.assertRefused(
        Specs.on("custom")
            .window(base, interrupt, Optional.of(slots), Optional.ofNullable(size))
            .with(Specs.gated("a")),
        ErrorCode.INVALID_SPEC,
        message);
  }

  @Test
  void ofAGuestOfXenHasInterruptsThatXenCanConfigure() {
    assertThat(
            Plans.faults(
                Specs.on("xen-direct-map").window("0x50000000", 990).with(Specs.gated("a"))))
        .extracting(fault -> fault.message())
        .containsExactly(
            "INTID 1000 needs 969 shared interrupts, platform xen-direct-map has 960 at most");
  }

  @Test
  void addedToATreeHasAddressesThatItsRootHasCellsFor() {
    Node root = Node.of("", Property.cells("#address-cells", 1), Property.cells("#size-cells", 1));
    Specs low = Specs.on("custom").window("0xfffff000", 100, 8).with(Specs.gated("a"));
    Specs high = Specs.on("custom").window("0x100000000", 100, 8).with(Specs.gated("a"));

    assertThat(faultsOf(low, root)).isEmpty();
    assertThat(faultsOf(high, root))
        .containsExactly(
            "Slot 7 of device \"a\" is at 0x100000e00, but / of the base tree has 1 cell for"
                + " addresses; 2 are expected");
    assertThat(faultsOf(low, root.withProperty(Property.cells("#address-cells", 3))))
        .containsExactly(
            "/ of the base tree has #address-cells = <3> and #size-cells = <1>, 1 or 2 of each are"
                + " expected");
    assertThat(faultsOf(low, root.withProperty(Property.cells("#size-cells", 0))))
        .containsExactly(
            "/ of the base tree has #address-cells = <1> and #size-cells = <0>, 1 or 2 of each are"
                + " expected");
  }

  /** Root is taken as one that has a GIC. */
  private static java.util.List<String> faultsOf(Specs specs, Node root) {
    Node gic =
        Node.of(
            "gic",
            Property.strings("compatible", "arm,gic-v3"),
            Property.empty("interrupt-controller"),
            Property.cells("#interrupt-cells", 3),
            Property.cells("phandle", 1));
    Node whole = root.withProperty(Property.cells("interrupt-parent", 1)).withChild(gic);
    return refusals(specs, whole);
  }

  private static java.util.List<String> refusals(Specs specs, Node root) {
    try {
      Plans.blueprint(specs, PlanningContext.NONE.with(Plans.tree(root)));
      return java.util.List.of();
    } catch (dev.okayd.error.OkaydException refusal) {
      return refusal.faults().stream().map(fault -> fault.message()).toList();
    }
  }

  @Test
  void addedToATreeHasItsInterruptsFromTheGicOfTheRoot() {
    Node withoutParent =
        Node.of("", Property.cells("#address-cells", 2), Property.cells("#size-cells", 2));
    Specs specs = Specs.on("custom").window("0xb000000", 112).with(Specs.gated("a"));

    assertThat(refusals(specs, withoutParent))
        .containsExactly(
            "The root of the base tree has no interrupt-parent that is a GIC, from which the nodes"
                + " that okayd adds would have their interrupts; mend it");
    assertThat(
            Plans.plan(
                    specs,
                    PlanningContext.NONE.with(BaseTree.read(Golden.bytes("fdt/qemu-virt.dtb"))))
                .slots())
        .hasSize(1);
  }
}
