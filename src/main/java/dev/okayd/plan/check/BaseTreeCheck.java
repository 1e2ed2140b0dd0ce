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
import dev.okayd.plan.basetree.PartialTree;
import dev.okayd.platform.AddressRangeText;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Platform.TreeKind;
import dev.okayd.platform.SlotKind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares planned nodes with the base tree. The base tree may already have a planned node at its
 * path. No other node may share an address or an interrupt with it.
 */
public final class BaseTreeCheck {
  private final Platform platform;
  private final DeviceTree tree;
  private final List<AddressRange> ranges;
  private final List<GicInterrupt> interrupts;
  private final Faults faults;

  private BaseTreeCheck(Platform platform, DeviceTree tree, Faults faults) {
    this.platform = platform;
    this.tree = tree;
    this.faults = faults;
    this.ranges = AddressRanges.of(tree);
    this.interrupts =
        PartialTree.gicPhandle(tree, platform)
            .map(phandle -> GicInterrupt.ofPartial(tree, phandle))
            .orElseGet(() -> GicInterrupt.of(tree));
  }

  /**
   * Reports each collision of a planned node with a node of the base tree, with names and numbers
   * of both.
   */
  public static void check(
      PlannedNodes plannedNodes, Platform platform, DeviceTree tree, Faults faults) {
    BaseTreeCheck check = new BaseTreeCheck(platform, tree, faults);
    switch (platform.tree()) {
      case PARTIAL ->
          PartialTree.faults(tree, platform)
              .forEach(fault -> faults.add(ErrorCode.SLOT_CONFLICT, "%s", fault));
      case EXTENDED -> AddedNodesCheck.check(plannedNodes.all(), platform, tree, faults);
      case COMPLETE -> {
        // okayd adds nothing to a complete tree
      }
    }
    plannedNodes.all().forEach(check::check);
  }

  private void check(PlannedNode planned) {
    Optional<Node> existing = tree.find(planned.path());
    if (existing.isEmpty() && platform.tree() == TreeKind.COMPLETE) {
      faults.add(
          ErrorCode.SLOT_NOT_IN_BASE_TREE,
          "%s has no node %s in the base tree; is this the tree of a %s machine?",
          planned.title(),
          planned.path(),
          platform.name());
    }
    existing.ifPresent(node -> checkExistingNode(planned, node));
    checkAddresses(planned, new HashSet<>(Set.of(planned.path())));
    checkInterrupts(planned, new HashSet<>(Set.of(planned.path())));
  }

  private void checkExistingNode(PlannedNode planned, Node node) {
    if (!node.property("compatible")
        .flatMap(Property::asStrings)
        .orElse(List.of())
        .contains(planned.compatible())) {
      faults.add(
          ErrorCode.SLOT_CONFLICT,
          "%s is at %s, which is not a %s node in the base tree",
          planned.title(),
          planned.path(),
          planned.compatible());
    }
    if (planned.kind() != SlotKind.GATED && !PartialTree.isOkay(node)) {
      faults.add(
          ErrorCode.SLOT_CONFLICT,
          "%s is at %s, which must be okay from the start, but is disabled in the base tree; did okayd make this tree?",
          planned.title(),
          planned.path());
    }
    for (AddressRange range : planned.ranges()) {
      checkSame(planned, range);
    }
  }

  private void checkSame(PlannedNode planned, AddressRange range) {
    boolean sameInterrupts =
        planned.interrupts().stream()
            .allMatch(intid -> interrupts.contains(new GicInterrupt(planned.path(), intid)));
    if (!ranges.contains(range) || !sameInterrupts) {
      faults.add(
          ErrorCode.SLOT_CONFLICT,
          "%s is at %s, but the node in the base tree has another reg or interrupt than %s and INTID %d",
          planned.title(),
          planned.path(),
          text(range),
          planned.interrupts().get(0));
    }
  }

  private void checkAddresses(PlannedNode planned, Set<NodePath> collided) {
    for (AddressRange existing : planned.ranges()) {
      ranges.stream()
          .filter(range -> range.overlaps(existing.base(), existing.size()))
          .filter(range -> collided.add(range.node()))
          .forEach(
              range ->
                  faults.add(
                      ErrorCode.SLOT_CONFLICT,
                      "%s at %s overlaps %s of %s at %s",
                      planned.title(),
                      text(existing),
                      range.claim().property(),
                      range.node(),
                      text(range)));
    }
  }

  private void checkInterrupts(PlannedNode planned, Set<NodePath> collided) {
    interrupts.stream()
        .filter(interrupt -> planned.interrupts().contains(interrupt.intid()))
        .filter(interrupt -> collided.add(interrupt.node()))
        .forEach(
            interrupt ->
                faults.add(
                    ErrorCode.SLOT_CONFLICT,
                    "%s has INTID %d, which %s has in the base tree",
                    planned.title(),
                    interrupt.intid(),
                    interrupt.node()));
  }

  private static String text(AddressRange range) {
    return AddressRangeText.of(new HexNumber(range.base()), range.size());
  }
}
