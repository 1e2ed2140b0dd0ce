package dev.okayd.plan.check;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.fdt.resource.AddressRange;
import dev.okayd.plan.GuestPlan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.AddressRangeText;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares slots with those of other guests of the same backend. Guests with their own address
 * spaces may use the same addresses, unless the backend's daemon identifies guests by base alone.
 * If all guests use the host's addresses, a backend that serves two guests could not tell which
 * guest an address belongs to.
 */
public final class NeighbourCheck {
  private NeighbourCheck() {}

  /** Whether a guest has a device whose address must differ from those of other guests. */
  public static boolean isNeeded(GuestSpec spec, Platform platform) {
    return platform.hasHostAddresses()
        || spec.devices().stream()
            .anyMatch(device -> identifiesGuestsByBase(spec, device.backend()));
  }

  private static boolean identifiesGuestsByBase(GuestSpec spec, String backend) {
    return spec.backend(backend).daemon().filter(Daemon::identifiesGuestsByBase).isPresent();
  }

  public static void check(
      GuestSpec spec,
      List<PlannedSlot> slots,
      Platform platform,
      List<GuestPlan> neighbours,
      Faults faults) {
    for (PlannedSlot planned : slots) {
      for (GuestPlan neighbour : neighbours) {
        others(spec, planned.backend(), platform, neighbour)
            .filter(other -> overlap(planned.slot(), other.slot()))
            .forEach(other -> add(planned, neighbour, other, platform, faults));
      }
    }
  }

  /**
   * Slots of a backend in other guests that are not available to this guest. Empty unless the
   * backend identifies guests by base.
   */
  public static List<Slot> occupied(
      GuestSpec spec, String backend, Platform platform, List<GuestPlan> neighbours) {
    if (!identifiesGuestsByBase(spec, backend)) {
      return List.of();
    }
    return neighbours.stream()
        .flatMap(neighbour -> others(spec, backend, platform, neighbour))
        .map(PlannedSlot::slot)
        .toList();
  }

  private static Stream<PlannedSlot> others(
      GuestSpec spec, String backend, Platform platform, GuestPlan neighbour) {
    boolean collides =
        identifiesGuestsByBase(spec, backend)
            || (platform.hasHostAddresses() && neighbour.plan().platform().equals(platform.name()));
    return neighbour.plan().slots().stream()
        .filter(other -> collides && other.backend().equals(backend));
  }

  /** Whether the address ranges of two slots overlap. */
  public static boolean overlap(Slot one, Slot other) {
    return new AddressRange(one.path(), one.base().value(), one.size().value())
        .overlaps(other.base().value(), other.size().value());
  }

  private static void add(
      PlannedSlot planned,
      GuestPlan neighbour,
      PlannedSlot other,
      Platform platform,
      Faults faults) {
    faults.add(
        ErrorCode.NEIGHBOUR_CONFLICT,
        "%s of device \"%s\" at %s overlaps device \"%s\" of guest \"%s\" at %s, and backend \"%s\" serves both; %s",
        planned.slot().title(),
        planned.device(),
        AddressRangeText.of(planned.slot().base(), planned.slot().size().value()),
        other.device(),
        neighbour.guest(),
        AddressRangeText.of(other.slot().base(), other.slot().size().value()),
        planned.backend(),
        remedy(planned, platform));
  }

  private static String remedy(PlannedSlot planned, Platform platform) {
    if (platform.hasHostAddresses()) {
      return "give this guest another window";
    }
    return planned.slotKind() == SlotKind.BOOT && platform.toolstackNumbersBootSlots()
        ? "make the device \"gated\""
        : "pin the device to another slot";
  }
}
