package dev.okayd.plan;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.fdt.AddressRange;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Slot;
import java.util.List;

/**
 * Compares slots with those of other guests. Where guests have addresses of their own, two may have
 * the same ones; where all have the host's, a backend that serves two guests could not tell which
 * of them an address means.
 */
final class NeighbourCheck {
  private NeighbourCheck() {}

  static void check(
      List<PlannedSlot> slots, Platform platform, List<Neighbour> neighbours, Faults faults) {
    if (!platform.hasHostAddresses()) {
      return;
    }
    for (PlannedSlot planned : slots) {
      for (Neighbour neighbour : neighbours) {
        neighbour.plan().slots().stream()
            .filter(other -> neighbour.plan().platform().equals(platform.name()))
            .filter(other -> other.backend().equals(planned.backend()))
            .filter(other -> overlap(planned.slot(), other.slot()))
            .forEach(other -> add(planned, neighbour, other, faults));
      }
    }
  }

  private static boolean overlap(Slot one, Slot other) {
    return new AddressRange(one.path(), one.base().value(), one.size().value())
        .overlaps(other.base().value(), other.size().value());
  }

  private static void add(
      PlannedSlot planned, Neighbour neighbour, PlannedSlot other, Faults faults) {
    faults.add(
        ErrorCode.NEIGHBOUR_CONFLICT,
        "%s of device \"%s\" at %s overlaps device \"%s\" of guest \"%s\" at %s, and backend \"%s\" serves both; give this guest another window",
        planned.slot().title(),
        planned.device(),
        Spans.text(planned.slot().base(), planned.slot().size().value()),
        other.device(),
        neighbour.guest(),
        Spans.text(other.slot().base(), other.slot().size().value()),
        planned.backend());
  }
}
