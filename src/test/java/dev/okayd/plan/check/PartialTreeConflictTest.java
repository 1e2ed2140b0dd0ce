package dev.okayd.plan.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.ErrorCode;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.plan.Plan;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partial base trees whose phandles or nodes collide with what okayd or the toolstack adds. */
class PartialTreeConflictTest {

  private static PlanningContext with(Node... children) {
    return PlanningContext.NONE.with(Plans.tree(Plans.root(children)));
  }

  private static Node withPhandle(long phandle) {
    return Node.of("mine", Property.cells("phandle", (int) phandle));
  }

  @Test
  void refusesAGrantNodeWithAPhandleThatXenReserves() {
    Specs specs = Specs.on("xen-dom0less").with(Specs.gated("a").withGrants());

    Plan fits = Plans.plan(specs, with(Plans.passthrough(withPhandle(64_996))));

    assertThat(fits.grantDma().orElseThrow().phandle()).isEqualTo(64_998);
    Plans.assertRefused(
        specs,
        with(Plans.passthrough(withPhandle(64_997))),
        ErrorCode.PHANDLE_OUT_OF_RANGE,
        "The xen,grant-dma node would have phandle 64999; the maximum is 64998: from Xen 4.22 on"
            + " the next phandle after the highest has to be below 65000; use lower phandles in the base tree");
  }

  @Test
  void refusesAGicPlaceholderWithAPhandleThatXenReserves() {
    Specs specs = Specs.on("xen-dom0less").with(Specs.gated("a"));

    assertThat(Plans.plan(specs, with(Plans.passthrough(withPhandle(64_997)))).slots()).hasSize(1);
    Plans.assertRefused(
        specs,
        with(Plans.passthrough(withPhandle(64_998))),
        ErrorCode.PHANDLE_OUT_OF_RANGE,
        "The placeholder of the GIC would have phandle 64999; the maximum is 64998: from Xen 4.22"
            + " on the next phandle after the highest has to be below 65000; use lower phandles in the base tree");
  }

  @ParameterizedTest
  @ValueSource(longs = {64_999, 65_000, 65_001, 0xffff_fffeL})
  void refusesABaseTreeWithAPhandleThatXenReserves(long phandle) {
    Node gic = Node.of("gic", Property.cells("phandle", 1));

    Plans.assertRefused(
        Specs.on("xen-dom0less").with(Specs.gated("a")),
        with(gic, Plans.passthrough(withPhandle(phandle))),
        ErrorCode.PHANDLE_OUT_OF_RANGE,
        "A node of the base tree has phandle %d; the maximum is 64998: from Xen 4.22 on the next"
                .formatted(phandle)
            + " phandle after the highest has to be below 65000; use lower phandles in the base tree");
  }

  @ParameterizedTest
  @ValueSource(longs = {65_000, 65_001})
  void refusesABaseTreeWithAPhandleThatLibxlReserves(long phandle) {
    Plans.assertRefused(
        Specs.on("xen").with(Specs.gated("a")),
        with(Plans.passthrough(withPhandle(phandle))),
        ErrorCode.PHANDLE_OUT_OF_RANGE,
        "A node of the base tree has phandle %d; the maximum is 64999: libxl has 65000 for the GIC"
                .formatted(phandle)
            + " and 65001 for xen_iommu; use lower phandles in the base tree");
  }

  @Test
  void refusesABaseTreeWithAnotherNodeAtThePathOfTheGrantNode() {
    Node smmu =
        Node.of(
            "iommu", Property.strings("compatible", "arm,smmu-v3"), Property.cells("phandle", 5));

    Plans.assertRefused(
        Specs.on("xen-dom0less").with(Specs.gated("a").withGrants()),
        with(Plans.passthrough(smmu)),
        ErrorCode.SLOT_CONFLICT,
        "The xen,grant-dma node would be at /passthrough/iommu, but the base tree has another node there, or one without a phandle; rename that node");
  }

  @Test
  void refusesAPartialTreeWithADanglingInterruptParent() {
    Node ethernet =
        Node.of(
            "ethernet",
            Property.cells("interrupt-parent", 65_002),
            Property.cells("interrupts", 0, 89, 4));

    Plans.assertRefused(
        Specs.on("xen-dom0less").with(Specs.gated("a")),
        with(Plans.passthrough(ethernet)),
        ErrorCode.SLOT_CONFLICT,
        "Nodes of the base tree have interrupt-parent = <0xfdea>, but no node has this phandle; use <0xfde8> for the GIC, or add a /gic node with a phandle and use that");
  }

  @Test
  void refusesAnInterruptOfATreeThatRefersToXensGic() {
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
}
