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

/** The slot window in the spec, on platforms without a fixed one. */
class SlotWindowTest {

  @ParameterizedTest
  @ValueSource(strings = {"custom", "xen-direct-map"})
  void isRequired(String platform) {
    Plans.assertRefused(
        Specs.on(platform).with(Specs.gated("a")),
        ErrorCode.WINDOW_MISSING,
        "Platform "
            + platform
            + " has no slot window of its own; set window.base and window.interrupt");
  }

  @Test
  void isRefusedOnPlatformsWithAFixedOne() {
    Plans.assertRefused(
        Specs.on("xen").window("0x2000000", 33),
        ErrorCode.WINDOW_FIXED,
        "Platform xen has its slots at 0x2000000; leave window out, or use platform custom");
  }

  @Test
  void setsAddressSizeAndNumberOfSlots() {
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
  void canEndAtTheLastAddressAndInterrupt() {
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
          0x50000000         | 100         | 0           |                    | window.slots is 0; expected 1 to 1024
          0x50000000         | 100         | -1          |                    | window.slots is -1; expected 1 to 1024
          0x50000000         | 100         | 1025        |                    | window.slots is 1025; expected 1 to 1024
          0x50000000         | 100         | 2147483647  |                    | window.slots is 2147483647; expected 1 to 1024
          0x50000000         | 100         | 4           | 0x100              | window.slotSize is 0x100; expected a power of two from 0x200 to 0x40000000
          0x50000000         | 100         | 4           | 0x300              | window.slotSize is 0x300; expected a power of two from 0x200 to 0x40000000
          0x50000000         | 100         | 4           | 0x0                | window.slotSize is 0x0; expected a power of two from 0x200 to 0x40000000
          0x50000000         | 100         | 4           | 0x80000000         | window.slotSize is 0x80000000; expected a power of two from 0x200 to 0x40000000
          0x50000000         | 100         | 4           | 0x8000000000000000 | window.slotSize is 0x8000000000000000; expected a power of two from 0x200 to 0x40000000
          0x50000100         | 100         | 4           |                    | window.base is 0x50000100; expected a multiple of 0x200
          0xfffffffffffffc00 | 100         | 4           |                    | window.base is 0xfffffffffffffc00; expected room for 4 slots of 0x200 within 64 bits
          0x50000000         | 31          | 4           |                    | window.interrupt is 31; expected the first of 4 shared interrupts between 32 and 1019
          0x50000000         | 1017        | 4           |                    | window.interrupt is 1017; expected the first of 4 shared interrupts between 32 and 1019
          0x50000000         | 2147483647  | 4           |                    | window.interrupt is 2147483647; expected the first of 4 shared interrupts between 32 and 1019
          0x50000000         | -2147483648 | 4           |                    | window.interrupt is -2147483648; expected the first of 4 shared interrupts between 32 and 1019
          """)
  void isRefusedWithInvalidNumbers(
      String base, int interrupt, int slots, String size, String message) {
    Plans.assertRefused(
        Specs.on("custom")
            .window(base, interrupt, Optional.of(slots), Optional.ofNullable(size))
            .with(Specs.gated("a")),
        ErrorCode.INVALID_SPEC,
        message);
  }

  @Test
  void isRefusedWithInterruptsThatXenCannotConfigure() {
    assertThat(
            Plans.faults(
                Specs.on("xen-direct-map").window("0x50000000", 990).with(Specs.gated("a"))))
        .extracting(fault -> fault.message())
        .containsExactly(
            "INTID 1000 needs 969 shared interrupts, but platform xen-direct-map has at most 960");
  }

  @Test
  void isRefusedIfTheRootHasTooFewAddressCells() {
    Node root = Node.of("", Property.cells("#address-cells", 1), Property.cells("#size-cells", 1));
    Specs low = Specs.on("custom").window("0xfffff000", 100, 8).with(Specs.gated("a"));
    Specs high = Specs.on("custom").window("0x100000000", 100, 8).with(Specs.gated("a"));

    assertThat(faultsOf(low, root)).isEmpty();
    assertThat(faultsOf(high, root))
        .containsExactly(
            "Slot 7 of device \"a\" is at 0x100000e00, but / of the base tree has #address-cells = <1>; expected <2>");
    assertThat(faultsOf(low, root.withProperty(Property.cells("#address-cells", 3))))
        .containsExactly(
            "/ of the base tree has #address-cells = <3> and #size-cells = <1>; expected 1 or 2 of each");
    assertThat(faultsOf(low, root.withProperty(Property.cells("#size-cells", 0))))
        .containsExactly(
            "/ of the base tree has #address-cells = <1> and #size-cells = <0>; expected 1 or 2 of each");
  }

  /** The test adds a GIC to the root. */
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
  void isRefusedIfTheRootHasNoGic() {
    Node withoutParent =
        Node.of("", Property.cells("#address-cells", 2), Property.cells("#size-cells", 2));
    Specs specs = Specs.on("custom").window("0xb000000", 112).with(Specs.gated("a"));

    assertThat(refusals(specs, withoutParent))
        .containsExactly(
            "The root of the base tree has no GIC as interrupt-parent, but the nodes that okayd adds need one; correct it");
    assertThat(
            Plans.plan(
                    specs,
                    PlanningContext.NONE.with(BaseTree.read(Golden.bytes("fdt/qemu-virt.dtb"))))
                .slots())
        .hasSize(1);
  }
}
