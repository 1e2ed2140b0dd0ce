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

/**
 * Checks that nodes which okayd adds to a complete tree have the planned addresses and interrupts
 * there.
 */
final class AddedNodesCheck {
  private static final int MAX_CELLS = 2;

  private static final int ONE_CELL_BITS = 32;

  private AddedNodesCheck() {}

  /** Reports what would change the addresses or interrupts of added nodes. */
  static void check(List<PlannedNode> planned, Platform platform, DeviceTree tree, Faults faults) {
    List<PlannedNode> added =
        planned.stream().filter(node -> tree.find(node.path()).isEmpty()).toList();
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
          "%s of the base tree has #address-cells = <%d> and #size-cells = <%d>; expected 1 or 2 of each",
          parent,
          cells.addressCells(),
          cells.sizeCells());
      return;
    }
    for (PlannedNode node : added) {
      for (AddressRange range : node.ranges()) {
        if (cells.addressCells() == 1 && range.base() >>> ONE_CELL_BITS != 0) {
          faults.add(
              ErrorCode.SLOT_CONFLICT,
              "%s is at %s, but %s of the base tree has #address-cells = <1>; expected <2>",
              node.title(),
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
          "%s of the base tree translates addresses; correct its ranges",
          parent);
    }
  }

  private static boolean isOneOrTwo(int cells) {
    return cells >= 1 && cells <= MAX_CELLS;
  }

  private static void interrupts(
      PlannedNode node, NodePath parent, Platform platform, DeviceTree tree, Faults faults) {
    int intid = node.interrupts().get(0);
    Interrupt interrupt = Interrupt.shared(intid, (int) platform.interrupts().flags().value());
    Property interrupts = Property.cells("interrupts", interrupt.specifier());
    if (!GicInterrupt.of(with(tree, parent, node.path(), interrupts))
        .contains(new GicInterrupt(node.path(), intid))) {
      faults.add(
          ErrorCode.SLOT_CONFLICT,
          "%s of the base tree has no GIC as interrupt-parent, but the nodes that okayd adds need one; correct it",
          parent.equals(NodePath.ROOT) ? "The root" : parent);
    }
  }

  private static DeviceTree with(
      DeviceTree tree, NodePath parent, NodePath path, Property property) {
    String name = path.names().get(path.names().size() - 1);
    return tree.with(parent, bus -> bus.withChild(Node.of(name, property)));
  }
}
