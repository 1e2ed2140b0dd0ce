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
 * Compares planned nodes with each other, and with the other resources of the guest that the
 * platform and the spec name: memory map, RAM, emulated UART, taken and passed-through interrupts.
 */
public final class ResourceConflictCheck {
  private final List<PlannedNode> plannedNodes;
  private final Faults faults;

  private ResourceConflictCheck(List<PlannedNode> plannedNodes, Faults faults) {
    this.plannedNodes = plannedNodes;
    this.faults = faults;
  }

  /** Reports each collision with the names and numbers of both parties. */
  public static void check(
      PlannedNodes plannedNodes, GuestSpec spec, Platform platform, Faults faults) {
    ResourceConflictCheck check = new ResourceConflictCheck(plannedNodes.all(), faults);
    check.eachOther();
    MachineSpec machine = spec.machineOrUnknown();
    platform
        .map(machine.vcpus().orElse(1))
        .forEach(region -> check.region(region, ErrorCode.MAP_CONFLICT));
    machine.reserved().forEach(region -> check.region(region, ErrorCode.MAP_CONFLICT));
    List<Region> ram = machine.ram().isEmpty() ? platform.ram() : machine.ram();
    ram.forEach(region -> check.region(region, ErrorCode.RAM_CONFLICT));
    platform.takenInterrupts().forEach(taken -> check.interrupt(taken, ErrorCode.INTERRUPT_TAKEN));
    Optional<Vuart> vuart = platform.vuart().filter(uart -> spec.hasVuart(platform));
    vuart.ifPresent(check::vuart);
    check.interruptLimit(spec.lastSharedInterrupt(platform));
    for (int intid : machine.passthroughInterrupts()) {
      check.interrupt(
          new TakenInterrupt("a passed-through device", intid), ErrorCode.INTERRUPT_PASSED_THROUGH);
      vuart
          .filter(uart -> uart.interrupt() == intid)
          .ifPresent(
              uart ->
                  faults.add(
                      ErrorCode.INTERRUPT_PASSED_THROUGH,
                      "Passed-through INTID %d is the interrupt of %s; leave machine.vuart out",
                      intid,
                      uart.name()));
    }
  }

  private void eachOther() {
    for (int i = 0; i < plannedNodes.size(); i++) {
      for (int j = 0; j < i; j++) {
        pair(plannedNodes.get(i), plannedNodes.get(j));
      }
    }
  }

  private void pair(PlannedNode one, PlannedNode other) {
    for (AddressRange range : one.ranges()) {
      other.ranges().stream()
          .filter(otherRange -> otherRange.overlaps(range.base(), range.size()))
          .findFirst()
          .ifPresent(
              otherRange ->
                  faults.add(
                      ErrorCode.SLOTS_OVERLAP,
                      "%s at %s overlaps %s at %s",
                      one.title(),
                      text(range),
                      lowerFirst(other.title()),
                      text(otherRange)));
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
    for (PlannedNode planned : plannedNodes) {
      for (AddressRange range : planned.ranges()) {
        if (range.overlaps(region.base().value(), region.size().value())) {
          faults.add(
              code,
              "%s at %s overlaps %s at %s",
              planned.title(),
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

  private void interruptLimit(int last) {
    for (PlannedNode planned : plannedNodes) {
      planned.interrupts().stream()
          .filter(intid -> intid > last)
          .findFirst()
          .ifPresent(
              intid ->
                  faults.add(
                      ErrorCode.INTERRUPT_OUT_OF_REACH,
                      "%s has INTID %d, but a guest of this xl has none above %d, because this xl has no nr_spis; use a newer xl, or another slot",
                      planned.title(),
                      intid,
                      last));
    }
  }

  private void interrupt(TakenInterrupt taken, ErrorCode code) {
    for (PlannedNode planned : plannedNodes) {
      if (planned.interrupts().contains(taken.interrupt())) {
        faults.add(
            code,
            "%s has INTID %d, which %s has",
            planned.title(),
            taken.interrupt(),
            taken.name());
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
