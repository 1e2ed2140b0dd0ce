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
 * Compares places with what the base tree has already: a place may be the very node that stands at
 * its path, but it may not share an address or an interrupt with any other node.
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
   * The collisions, one for each place and node, each with the names and numbers of both parties.
   */
  public static void check(PlannedNodes places, Platform platform, DeviceTree tree, Faults faults) {
    BaseTreeCheck check = new BaseTreeCheck(platform, tree, faults);
    switch (platform.tree()) {
      case PARTIAL ->
          PartialTree.faults(tree, platform)
              .forEach(fault -> faults.add(ErrorCode.SLOT_CONFLICT, "%s", fault));
      case EXTENDED -> AddedNodesCheck.check(places.all(), platform, tree, faults);
      case COMPLETE -> {
        // nothing is added to it
      }
    }
    places.all().forEach(check::check);
  }

  private void check(PlannedNode place) {
    Optional<Node> own = tree.find(place.path());
    if (own.isEmpty() && platform.tree() == TreeKind.COMPLETE) {
      faults.add(
          ErrorCode.SLOT_NOT_IN_BASE_TREE,
          "%s has no node %s in the base tree; is the tree of a %s machine?",
          place.title(),
          place.path(),
          platform.name());
    }
    own.ifPresent(node -> checkOwn(place, node));
    checkAddresses(place, new HashSet<>(Set.of(place.path())));
    checkInterrupts(place, new HashSet<>(Set.of(place.path())));
  }

  private void checkOwn(PlannedNode place, Node node) {
    if (!node.property("compatible")
        .flatMap(Property::asStrings)
        .orElse(List.of())
        .contains(place.compatible())) {
      faults.add(
          ErrorCode.SLOT_CONFLICT,
          "%s is at %s, which is no %s node in the base tree",
          place.title(),
          place.path(),
          place.compatible());
    }
    if (place.kind() != SlotKind.GATED && !PartialTree.isOkay(node)) {
      faults.add(
          ErrorCode.SLOT_CONFLICT,
          "%s is at %s, which is okay from the start, but disabled in the base tree; is this a tree that okayd made?",
          place.title(),
          place.path());
    }
    for (AddressRange range : place.ranges()) {
      checkSame(place, range);
    }
  }

  private void checkSame(PlannedNode place, AddressRange range) {
    boolean sameInterrupts =
        place.interrupts().stream()
            .allMatch(intid -> interrupts.contains(new GicInterrupt(place.path(), intid)));
    if (!ranges.contains(range) || !sameInterrupts) {
      faults.add(
          ErrorCode.SLOT_CONFLICT,
          "%s is at %s, which has another reg or interrupt in the base tree than %s and INTID %d",
          place.title(),
          place.path(),
          text(range),
          place.interrupts().get(0));
    }
  }

  private void checkAddresses(PlannedNode place, Set<NodePath> collided) {
    for (AddressRange own : place.ranges()) {
      ranges.stream()
          .filter(range -> range.overlaps(own.base(), own.size()))
          .filter(range -> collided.add(range.node()))
          .forEach(
              range ->
                  faults.add(
                      ErrorCode.SLOT_CONFLICT,
                      "%s at %s overlaps %s of %s at %s",
                      place.title(),
                      text(own),
                      range.claim().property(),
                      range.node(),
                      text(range)));
    }
  }

  private void checkInterrupts(PlannedNode place, Set<NodePath> collided) {
    interrupts.stream()
        .filter(interrupt -> place.interrupts().contains(interrupt.intid()))
        .filter(interrupt -> collided.add(interrupt.node()))
        .forEach(
            interrupt ->
                faults.add(
                    ErrorCode.SLOT_CONFLICT,
                    "%s has INTID %d, which %s has in the base tree",
                    place.title(),
                    interrupt.intid(),
                    interrupt.node()));
  }

  private static String text(AddressRange range) {
    return AddressRangeText.of(new HexNumber(range.base()), range.size());
  }
}
