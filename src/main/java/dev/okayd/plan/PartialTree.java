package dev.okayd.plan;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The partial tree that Xen's toolstacks copy {@code /passthrough} from
 * (docs/misc/arm/passthrough.txt). Nodes that okayd adds there have CPU addresses in their {@code
 * reg}, so the bus has to pass them on as they are.
 */
public final class PartialTree {
  /** The bus that is copied. */
  public static final NodePath PASSTHROUGH = NodePath.ROOT.child("passthrough");

  /** The placeholder of the GIC that the toolstack adds. */
  private static final NodePath GIC = NodePath.ROOT.child("gic");

  private static final int CELLS = 2;

  private PartialTree() {}

  /** This tree with the bus, which is added if it is not there. */
  public static DeviceTree withBus(DeviceTree tree) {
    return tree.find(PASSTHROUGH).isPresent()
        ? tree
        : tree.with(NodePath.ROOT, root -> root.withChild(bus()));
  }

  private static Node bus() {
    return Node.of(
        "passthrough",
        Property.strings("compatible", "simple-bus"),
        Property.cells("#address-cells", CELLS),
        Property.cells("#size-cells", CELLS),
        Property.empty("ranges"));
  }

  /**
   * The phandle by which nodes of this tree refer to the GIC: that of the placeholder, or the
   * platform's; empty on a platform whose nodes need not name it.
   */
  public static Optional<Integer> gicPhandle(DeviceTree tree, Platform platform) {
    return tree.find(GIC)
        .flatMap(Node::phandle)
        .or(() -> platform.node().gicPhandle().map(HexNumber::value).map(Long::intValue));
  }

  /** What keeps the bus of this tree from passing on addresses; empty if it has none. */
  static List<String> faultsOfBus(DeviceTree tree) {
    List<String> faults = new ArrayList<>();
    tree.find(PASSTHROUGH)
        .ifPresent(
            bus -> {
              expect(
                  bus.property("compatible")
                      .flatMap(Property::asStrings)
                      .filter(names -> names.contains("simple-bus"))
                      .isPresent(),
                  "compatible = \"simple-bus\"",
                  faults);
              for (String name : List.of("#address-cells", "#size-cells")) {
                expect(
                    bus.property(name).flatMap(Property::asCell).equals(Optional.of(CELLS)),
                    name + " = <2>",
                    faults);
              }
              expect(
                  bus.property("ranges").filter(ranges -> ranges.length() == 0).isPresent(),
                  "an empty ranges",
                  faults);
              expect(isOkay(bus), "status = \"okay\" or none", faults);
            });
    return faults;
  }

  private static void expect(boolean met, String what, List<String> faults) {
    if (!met) {
      faults.add(
          "%s of the base tree has to have %s; mend it, or leave it out and okayd adds it"
              .formatted(PASSTHROUGH, what));
    }
  }

  /** Whether Linux takes a node for enabled. */
  static boolean isOkay(Node node) {
    return node.property("status")
        .map(status -> status.asString().filter(List.of("okay", "ok")::contains).isPresent())
        .orElse(true);
  }
}
