package dev.okayd.plan.check;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.fdt.resource.AddressRange;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.MachineSpec;
import dev.okayd.platform.AddressRangeText;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Region;
import dev.okayd.platform.TakenInterrupt;
import dev.okayd.platform.Vuart;
import java.util.List;
import java.util.Optional;

/**
 * Compares places with one another and with what the platform and the spec say of the rest of the
 * guest: memory map, RAM, emulated UART, taken and passed-through interrupts.
 */
public final class ResourceConflictCheck {
  private final List<PlannedNode> places;
  private final Faults faults;

  private ResourceConflictCheck(List<PlannedNode> places, Faults faults) {
    this.places = places;
    this.faults = faults;
  }

  /** Each collision with both parties and the numbers. */
  public static void check(PlannedNodes places, GuestSpec spec, Platform platform, Faults faults) {
    ResourceConflictCheck check = new ResourceConflictCheck(places.all(), faults);
    check.eachOther();
    MachineSpec machine = spec.machineOrUnknown();
    platform
        .map(machine.vcpus().orElse(1))
        .forEach(region -> check.region(region, ErrorCode.MAP_CONFLICT));
    machine.reserved().forEach(region -> check.region(region, ErrorCode.MAP_CONFLICT));
    List<Region> ram = machine.ram().isEmpty() ? platform.ram() : machine.ram();
    ram.forEach(region -> check.region(region, ErrorCode.RAM_CONFLICT));
    platform.takenInterrupts().forEach(taken -> check.interrupt(taken, ErrorCode.INTERRUPT_TAKEN));
    Optional<Vuart> vuart = platform.vuart().filter(there -> spec.hasVuart(platform));
    vuart.ifPresent(check::vuart);
    check.reach(spec.lastSharedInterrupt(platform));
    for (int intid : machine.passthroughInterrupts()) {
      check.interrupt(
          new TakenInterrupt("a passed-through device", intid), ErrorCode.INTERRUPT_PASSED_THROUGH);
      vuart
          .filter(there -> there.interrupt() == intid)
          .ifPresent(
              there ->
                  faults.add(
                      ErrorCode.INTERRUPT_PASSED_THROUGH,
                      "Passed-through INTID %d is that of %s; leave machine.vuart out",
                      intid,
                      there.name()));
    }
  }

  private void eachOther() {
    for (int i = 0; i < places.size(); i++) {
      for (int j = 0; j < i; j++) {
        pair(places.get(i), places.get(j));
      }
    }
  }

  private void pair(PlannedNode one, PlannedNode other) {
    for (AddressRange range : one.ranges()) {
      other.ranges().stream()
          .filter(there -> there.overlaps(range.base(), range.size()))
          .findFirst()
          .ifPresent(
              there ->
                  faults.add(
                      ErrorCode.SLOTS_OVERLAP,
                      "%s at %s overlaps %s at %s",
                      one.title(),
                      text(range),
                      lowerFirst(other.title()),
                      text(there)));
    }
    one.interrupts().stream()
        .filter(other.interrupts()::contains)
        .findFirst()
        .ifPresent(
            intid ->
                faults.add(
                    ErrorCode.INTERRUPT_SHARED,
                    "%s has INTID %d, which %s has too",
                    one.title(),
                    intid,
                    lowerFirst(other.title())));
  }

  private void region(Region region, ErrorCode code) {
    for (PlannedNode place : places) {
      for (AddressRange range : place.ranges()) {
        if (range.overlaps(region.base().value(), region.size().value())) {
          faults.add(
              code,
              "%s at %s overlaps %s at %s",
              place.title(),
              text(range),
              region.name(),
              AddressRangeText.of(region.base(), region.size().value()));
        }
      }
    }
  }

  private void vuart(Vuart vuart) {
    region(new Region(vuart.name(), vuart.base(), vuart.size()), ErrorCode.MAP_CONFLICT);
    interrupt(new TakenInterrupt(vuart.name(), vuart.interrupt()), ErrorCode.INTERRUPT_TAKEN);
  }

  private void reach(int last) {
    for (PlannedNode place : places) {
      place.interrupts().stream()
          .filter(intid -> intid > last)
          .findFirst()
          .ifPresent(
              intid ->
                  faults.add(
                      ErrorCode.INTERRUPT_OUT_OF_REACH,
                      "%s has INTID %d, and a guest of this xl has none above %d, for it has no nr_spis; take a newer xl, or another place",
                      place.title(),
                      intid,
                      last));
    }
  }

  private void interrupt(TakenInterrupt taken, ErrorCode code) {
    for (PlannedNode place : places) {
      if (place.interrupts().contains(taken.interrupt())) {
        faults.add(
            code, "%s has INTID %d, which %s has", place.title(), taken.interrupt(), taken.name());
      }
    }
  }

  private static String text(AddressRange range) {
    return AddressRangeText.of(new HexNumber(range.base()), range.size());
  }

  private static String lowerFirst(String title) {
    return Character.toLowerCase(title.charAt(0)) + title.substring(1);
  }
}
