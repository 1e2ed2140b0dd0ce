package dev.okayd.bundle;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.resource.AddressRanges;
import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.MachineSpec;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Platform.TreeKind;
import dev.okayd.platform.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A line of an address map.
 *
 * @param base first address
 * @param size in bytes
 * @param what uses the range
 */
record AddressMapEntry(HexNumber base, HexNumber size, String what) {

  /** All known address ranges of a guest, by ascending address. */
  static List<AddressMapEntry> of(Blueprint blueprint) {
    List<AddressMapEntry> entries = new ArrayList<>();
    MachineSpec machine = blueprint.spec().machineOrUnknown();
    blueprint.plan().slots().forEach(planned -> entries.add(slot(planned)));
    blueprint
        .plan()
        .spares()
        .forEach(
            spare ->
                entries.add(
                    new AddressMapEntry(
                        spare.base(), spare.size(), "spare slot " + spare.index().orElseThrow())));
    blueprint.plan().bridges().forEach(bridge -> bridge(bridge, entries));
    blueprint
        .tree()
        .filter(tree -> blueprint.platform().tree() != TreeKind.PARTIAL)
        .ifPresent(tree -> nodes(tree, blueprint.plan(), entries));
    regions(blueprint.platform().map(machine.vcpus().orElse(1)), entries);
    regions(machine.reserved(), entries);
    regions(machine.ram().isEmpty() ? blueprint.platform().ram() : machine.ram(), entries);
    blueprint
        .platform()
        .vuart()
        .filter(vuart -> blueprint.spec().hasVuart(blueprint.platform()))
        .ifPresent(
            vuart -> entries.add(new AddressMapEntry(vuart.base(), vuart.size(), vuart.name())));
    entries.sort(
        Comparator.comparing((AddressMapEntry entry) -> entry.base().value(), Long::compareUnsigned)
            .thenComparing(entry -> entry.size().value(), Long::compareUnsigned)
            .thenComparing(AddressMapEntry::what));
    return entries;
  }

  private static AddressMapEntry slot(PlannedSlot planned) {
    return new AddressMapEntry(
        planned.slot().base(),
        planned.slot().size(),
        "device \"%s\" (%s, %s)"
            .formatted(
                planned.device(),
                planned.type(),
                planned.slotKind().name().toLowerCase(Locale.ROOT)));
  }

  private static void bridge(PlannedPciBridge bridge, List<AddressMapEntry> entries) {
    String name = "bridge \"" + bridge.bridge() + "\": ";
    bridge
        .space()
        .ifPresent(
            space -> {
              entries.add(
                  new AddressMapEntry(
                      space.configuration().base(),
                      space.configuration().size(),
                      name + "configuration space"));
              entries.add(
                  new AddressMapEntry(
                      space.memory().base(), space.memory().size(), name + "memory"));
              entries.add(
                  new AddressMapEntry(
                      space.prefetchable().base(),
                      space.prefetchable().size(),
                      name + "prefetchable memory"));
            });
  }

  /** Adds the ranges of nodes that are not part of the plan. */
  private static void nodes(DeviceTree tree, Plan plan, List<AddressMapEntry> entries) {
    Set<NodePath> planned = new HashSet<>();
    plan.slots().forEach(slot -> planned.add(slot.slot().path()));
    plan.spares().forEach(spare -> planned.add(spare.path()));
    plan.bridges().forEach(bridge -> planned.add(bridge.path()));
    AddressRanges.of(tree).stream()
        .filter(range -> !planned.contains(range.node()))
        .forEach(
            range ->
                entries.add(
                    new AddressMapEntry(
                        new HexNumber(range.base()),
                        new HexNumber(range.size()),
                        "node " + range.node())));
  }

  private static void regions(List<Region> regions, List<AddressMapEntry> entries) {
    regions.forEach(
        region -> entries.add(new AddressMapEntry(region.base(), region.size(), region.name())));
  }
}
