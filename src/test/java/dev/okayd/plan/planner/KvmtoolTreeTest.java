package dev.okayd.plan.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.NodePath;
import dev.okayd.plan.Plan;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.testing.Golden;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tree that lkvm dumped. src/test/resources describes the version of lkvm and its arguments.
 */
class KvmtoolTreeTest {
  private static final BaseTree DUMP = BaseTree.read(Golden.bytes("fdt/kvmtool.dtb"));

  /** Devices in the order of the command line. */
  private static final List<String> COMMAND_LINE =
      List.of("blk", "blk", "net", "9p", "9p", "rng", "balloon", "console");

  private static Specs guest() {
    Specs specs = Specs.on("kvmtool").vcpus(2).memoryMib(256);
    for (String type : COMMAND_LINE) {
      specs.with(Specs.gated(type + specs.spec().devices().size(), DeviceType.of(type), "host"));
    }
    return specs;
  }

  @Test
  void plansEveryDeviceInTheSlotOfLkvm() {
    Plan plan = Plans.plan(guest(), PlanningContext.NONE.with(DUMP));

    assertThat(plan.slots())
        .extracting(
            planned ->
                "%s %s %d"
                    .formatted(
                        planned.type(), planned.slot().base(), planned.slot().interrupt().intid()))
        .containsExactly(
            "blk 0x3000c00 42",
            "blk 0x3000e00 43",
            "net 0x3000800 40",
            "9p 0x3000200 37",
            "9p 0x3000000 36",
            "rng 0x3000600 39",
            "balloon 0x3000400 38",
            "console 0x3000a00 41");
  }

  @Test
  void lkvmHasNoOtherNodes() {
    Plan plan = Plans.plan(guest(), PlanningContext.NONE.with(DUMP));

    List<NodePath> nodes =
        DUMP.tree().root().children().stream()
            .filter(node -> node.name().startsWith("virtio@"))
            .map(node -> NodePath.ROOT.child(node.name()))
            .toList();
    assertThat(plan.slots())
        .extracting(planned -> planned.slot().path())
        .containsExactlyInAnyOrderElementsOf(nodes);
  }

  @Test
  void theGicHasTheAddressesOfThePlatformForTwoVcpus() {
    String gic =
        DUMP.tree().root().children().stream()
            .filter(node -> node.name().equals("intc"))
            .flatMap(node -> node.children().stream())
            .flatMap(its -> its.property("reg").flatMap(reg -> reg.asCells()).stream())
            .map(cells -> "0x%x".formatted(cells[1]))
            .findFirst()
            .orElseThrow();

    assertThat(
            Platforms.shipped().find("kvmtool").orElseThrow().map(2).stream()
                .filter(region -> region.name().equals("GIC"))
                .map(region -> region.base().toString()))
        .containsExactly(gic);
  }
}
