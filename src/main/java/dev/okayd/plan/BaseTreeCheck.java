package dev.okayd.plan;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException.Fault;
import dev.okayd.fdt.AddressRange;
import dev.okayd.fdt.AddressRanges;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.GicInterrupt;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Platform.TreeKind;
import dev.okayd.platform.SlotKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares slots with what the base tree has already: a slot may be the very node that stands at
 * its path, but it may not share an address or an interrupt with any other node.
 */
final class BaseTreeCheck {
  /** More than anybody reads; a small tree can have millions of collisions. */
  private static final int MAX_FAULTS = 50;

  private final Platform platform;
  private final DeviceTree tree;
  private final List<AddressRange> ranges;
  private final List<GicInterrupt> interrupts;
  private final List<Fault> faults = new ArrayList<>();
  private int more;

  private BaseTreeCheck(Platform platform, DeviceTree tree) {
    this.platform = platform;
    this.tree = tree;
    this.ranges = AddressRanges.of(tree);
    this.interrupts =
        PartialTree.gicPhandle(tree, platform)
            .filter(phandle -> platform.tree() == TreeKind.PARTIAL)
            .map(phandle -> GicInterrupt.ofPartial(tree, phandle))
            .orElseGet(() -> GicInterrupt.of(tree));
  }

  /**
   * The collisions, one for each slot and node, each with the names and numbers of both parties.
   */
  static List<Fault> faults(List<PlannedSlot> slots, Platform platform, DeviceTree tree) {
    BaseTreeCheck check = new BaseTreeCheck(platform, tree);
    if (platform.tree() == TreeKind.PARTIAL) {
      PartialTree.faultsOfBus(tree).forEach(fault -> check.fault(ErrorCode.SLOT_CONFLICT, fault));
    }
    slots.forEach(check::check);
    if (check.more > 0) {
      check.faults.add(
          new Fault(
              check.faults.get(MAX_FAULTS - 1).code(),
              "and %d more; mend these first".formatted(check.more)));
    }
    return check.faults;
  }

  private void fault(ErrorCode code, String message) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(new Fault(code, message));
    } else {
      more++;
    }
  }

  private void check(PlannedSlot planned) {
    Optional<Node> own = tree.find(planned.slot().path());
    if (own.isEmpty() && platform.tree() == TreeKind.COMPLETE) {
      fault(
          ErrorCode.SLOT_NOT_IN_BASE_TREE,
          "%s has no node %s in the base tree; is the tree of a %s machine?"
              .formatted(name(planned), planned.slot().path(), platform.name()));
    }
    own.ifPresent(node -> checkOwn(planned, node));
    checkAddresses(planned, new HashSet<>(Set.of(planned.slot().path())));
    checkInterrupts(planned, new HashSet<>(Set.of(planned.slot().path())));
  }

  private void checkOwn(PlannedSlot planned, Node node) {
    if (!node.property("compatible")
        .flatMap(Property::asStrings)
        .orElse(List.of())
        .contains("virtio,mmio")) {
      fault(
          ErrorCode.SLOT_CONFLICT,
          "%s is at %s, which is no virtio,mmio node in the base tree"
              .formatted(name(planned), planned.slot().path()));
    }
    if (planned.slotKind() == SlotKind.BOOT && !PartialTree.isOkay(node)) {
      fault(
          ErrorCode.SLOT_CONFLICT,
          "%s is at %s, which is okay from the start, but disabled in the base tree; is this a tree that okayd made?"
              .formatted(name(planned), planned.slot().path()));
    }
    boolean sameRange =
        ranges.stream()
            .anyMatch(
                range ->
                    range.node().equals(planned.slot().path())
                        && range.base() == planned.slot().base().value()
                        && range.size() == planned.slot().size().value());
    boolean sameInterrupt =
        interrupts.stream()
            .anyMatch(
                interrupt ->
                    interrupt.node().equals(planned.slot().path())
                        && interrupt.intid() == planned.slot().interrupt().intid());
    if (!sameRange || !sameInterrupt) {
      fault(
          ErrorCode.SLOT_CONFLICT,
          "%s is at %s, which has another reg or interrupt in the base tree than %s and INTID %d"
              .formatted(
                  name(planned),
                  planned.slot().path(),
                  span(planned.slot().base(), planned.slot().size().value()),
                  planned.slot().interrupt().intid()));
    }
  }

  private void checkAddresses(PlannedSlot planned, Set<NodePath> collided) {
    HexNumber base = planned.slot().base();
    long size = planned.slot().size().value();
    ranges.stream()
        .filter(range -> range.overlaps(base.value(), size) && collided.add(range.node()))
        .forEach(
            range ->
                fault(
                    ErrorCode.SLOT_CONFLICT,
                    "%s at %s overlaps reg of %s at %s"
                        .formatted(
                            name(planned),
                            span(base, size),
                            range.node(),
                            span(new HexNumber(range.base()), range.size()))));
  }

  private void checkInterrupts(PlannedSlot planned, Set<NodePath> collided) {
    int intid = planned.slot().interrupt().intid();
    interrupts.stream()
        .filter(interrupt -> interrupt.intid() == intid && collided.add(interrupt.node()))
        .forEach(
            interrupt ->
                fault(
                    ErrorCode.SLOT_CONFLICT,
                    "%s has INTID %d, which %s has in the base tree"
                        .formatted(name(planned), intid, interrupt.node())));
  }

  private static String name(PlannedSlot planned) {
    return "Slot %d of device \"%s\"".formatted(planned.slot().index(), planned.device());
  }

  private static String span(HexNumber base, long size) {
    return base + ".." + new HexNumber(base.value() + size - 1);
  }
}
