package dev.okayd.plan.check;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.resource.AddressRange;
import dev.okayd.fdt.resource.AddressRanges;
import dev.okayd.fdt.resource.GicInterrupt;
import dev.okayd.plan.basetree.AddressSizeCells;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Interrupt;
import dev.okayd.platform.Platform;
import java.util.List;

/** A complete tree that okayd adds nodes to: whether those mean there what the plan says. */
final class AddedNodesCheck {
  private static final int MOST_CELLS = 2;

  private static final int ONE_CELL_BITS = 32;

  private AddedNodesCheck() {}

  /** What keeps nodes that are added from having the addresses and interrupts of their places. */
  static void check(List<PlannedNode> places, Platform platform, DeviceTree tree, Faults faults) {
    List<PlannedNode> added =
        places.stream().filter(place -> tree.find(place.path()).isEmpty()).toList();
    if (added.isEmpty()) {
      return;
    }
    NodePath parent = platform.node().gatedParent();
    tree.find(parent)
        .ifPresentOrElse(
            bus -> {
              addresses(added, parent, AddressSizeCells.below(bus), tree, faults);
              interrupts(added.get(0), parent, platform, tree, faults);
            },
            () ->
                faults.add(
                    ErrorCode.SLOT_CONFLICT,
                    "okayd adds nodes below %s, which the base tree does not have",
                    parent));
  }

  private static void addresses(
      List<PlannedNode> added,
      NodePath parent,
      AddressSizeCells cells,
      DeviceTree tree,
      Faults faults) {
    if (!isOneOrTwo(cells.addressCells()) || !isOneOrTwo(cells.sizeCells())) {
      faults.add(
          ErrorCode.SLOT_CONFLICT,
          "%s of the base tree has #address-cells = <%d> and #size-cells = <%d>, 1 or 2 of each are expected",
          parent,
          cells.addressCells(),
          cells.sizeCells());
      return;
    }
    for (PlannedNode place : added) {
      for (AddressRange range : place.ranges()) {
        if (cells.addressCells() == 1 && range.base() >>> ONE_CELL_BITS != 0) {
          faults.add(
              ErrorCode.SLOT_CONFLICT,
              "%s is at %s, but %s of the base tree has 1 cell for addresses; 2 are expected",
              place.title(),
              new HexNumber(range.base()),
              parent);
          return;
        }
      }
    }
    AddressRange first = added.get(0).ranges().get(0);
    Property reg = cells.reg(new HexNumber(first.base()), new HexNumber(first.size()));
    if (!AddressRanges.of(with(tree, parent, first.node(), reg)).contains(first)) {
      faults.add(
          ErrorCode.SLOT_CONFLICT,
          "%s of the base tree does not pass addresses on as they are; mend its ranges",
          parent);
    }
  }

  private static boolean isOneOrTwo(int cells) {
    return cells >= 1 && cells <= MOST_CELLS;
  }

  private static void interrupts(
      PlannedNode place, NodePath parent, Platform platform, DeviceTree tree, Faults faults) {
    int intid = place.interrupts().get(0);
    Interrupt interrupt = Interrupt.shared(intid, (int) platform.interrupts().flags().value());
    Property interrupts = Property.cells("interrupts", interrupt.specifier());
    if (!GicInterrupt.of(with(tree, parent, place.path(), interrupts))
        .contains(new GicInterrupt(place.path(), intid))) {
      faults.add(
          ErrorCode.SLOT_CONFLICT,
          "%s of the base tree has no interrupt-parent that is a GIC, from which the nodes that okayd adds would have their interrupts; mend it",
          parent.equals(NodePath.ROOT) ? "The root" : parent);
    }
  }

  private static DeviceTree with(
      DeviceTree tree, NodePath parent, NodePath path, Property property) {
    String name = path.names().get(path.names().size() - 1);
    return tree.with(parent, bus -> bus.withChild(Node.of(name, property)));
  }
}
