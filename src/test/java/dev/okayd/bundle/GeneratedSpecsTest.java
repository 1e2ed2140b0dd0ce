package dev.okayd.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.OkaydException;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.overlay.Blueprint;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.plan.Gate;
import dev.okayd.plan.Plan;
import dev.okayd.testing.Bundles;
import dev.okayd.testing.Plans;
import dev.okayd.testing.RandomSpecs;
import dev.okayd.testing.Specs;
import dev.okayd.testing.tool.DtcTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For random plans, dtc compiles the guest's tree from its source, and fdtoverlay opens each gate.
 */
@Execution(ExecutionMode.CONCURRENT)
class GeneratedSpecsTest {
  private static final int SPECS = 60;

  private static final int DOMID = 6;

  @ParameterizedTest
  @ValueSource(strings = {"xen", "xen-amd", "xen-direct-map", "xen-dom0less"})
  void treesAndOverlaysMatchThePlan(String platform) {
    RandomSpecs random = new RandomSpecs(platform.hashCode());
    int planned = 0;
    int gates = 0;
    for (int round = 0; round < SPECS; round++) {
      Specs specs = random.spec(platform);
      Optional<Blueprint> blueprint = planned(specs);
      if (blueprint.isPresent()) {
        planned++;
        gates += check(blueprint.get(), random);
      }
    }
    assertThat(planned).isGreaterThan(SPECS / 2);
    assertThat(gates).isGreaterThan(SPECS);
  }

  private static Optional<Blueprint> planned(Specs specs) {
    try {
      return Optional.of(Plans.blueprint(specs));
    } catch (OkaydException refused) {
      return Optional.empty();
    }
  }

  private static int check(Blueprint blueprint, RandomSpecs random) {
    Bundle bundle = Bundle.of("domu1", blueprint);
    byte[] tree = Optional.ofNullable(bundle.files().get("guest.dtb")).orElseThrow();
    String source = Bundles.text(bundle, "guest.dts");
    assertThat(DtcTools.compile(source)).isEqualTo(tree);
    assertThat(DtcTools.warnings(source)).isEmpty();
    Plan plan = blueprint.plan();
    if (plan.gates().isEmpty()) {
      return 0;
    }
    opens(plan, tree, List.of(random.oneOf(plan.gates())));
    opens(plan, tree, random.shuffled(plan.gates()));
    return plan.gates().size();
  }

  private static void opens(Plan plan, byte[] tree, List<Gate> gates) {
    byte[][] overlays =
        gates.stream()
            .map(gate -> GateOverlay.of(plan, gate, Optional.of(DOMID)).dtbo())
            .toArray(byte[][]::new);

    byte[] merged = DtcTools.overlay(tree, overlays);

    Map<String, Property> expected = properties(FdtReader.read(tree));
    for (Gate gate : gates) {
      assertThat(expected.get(gate.path() + " status"))
          .isEqualTo(Property.strings("status", "disabled"));
      opened(plan, gate)
          .forEach(property -> expected.put(gate.path() + " " + property.name(), property));
    }
    assertThat(properties(FdtReader.read(merged))).isEqualTo(expected);
  }

  /** The expected changes of a gate's overlay, computed from the plan. */
  private static List<Property> opened(Plan plan, Gate gate) {
    List<Property> opened = new ArrayList<>();
    opened.add(Property.strings("status", "okay"));
    if (gate.bindsLate()) {
      int phandle = plan.grantDma().orElseThrow().phandle();
      if (plan.bridge(gate.name()).isPresent()) {
        opened.add(Property.cells("iommu-map", 0, phandle, DOMID, 1));
        opened.add(Property.cells("iommu-map-mask", 0));
      } else {
        opened.add(Property.cells("iommus", phandle, DOMID));
      }
    }
    return opened;
  }

  /** All properties by path and name, because their order can change. */
  private static Map<String, Property> properties(DeviceTree tree) {
    Map<String, Property> all = new TreeMap<>();
    collect(tree.root(), "", all);
    return all;
  }

  private static void collect(Node node, String path, Map<String, Property> all) {
    node.properties().forEach(property -> all.put(path + " " + property.name(), property));
    node.children().forEach(child -> collect(child, path + "/" + child.name(), all));
  }
}
