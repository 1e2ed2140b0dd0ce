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
 * Compares slots with those of other guests that have the same backend. Guests with addresses of
 * their own may have the same ones, unless the backend's daemon knows guests by base alone. Where
 * all guests have the host's addresses, a backend that serves two of them could not tell which one
 * an address means.
 */
public final class NeighbourCheck {
  private NeighbourCheck() {}

  /** Whether a guest has a device whose address no other guest may have. */
  public static boolean isNeeded(GuestSpec spec, Platform platform) {
    return platform.hasHostAddresses()
        || spec.devices().stream().anyMatch(device -> isKnownByBase(spec, device.backend()));
  }

  private static boolean isKnownByBase(GuestSpec spec, String backend) {
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

  /** The slots in other guests that no device of a backend that knows guests by base may have. */
  public static List<Slot> occupied(
      GuestSpec spec, String backend, Platform platform, List<GuestPlan> neighbours) {
    if (!isKnownByBase(spec, backend)) {
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
        isKnownByBase(spec, backend)
            || (platform.hasHostAddresses() && neighbour.plan().platform().equals(platform.name()));
    return neighbour.plan().slots().stream()
        .filter(other -> collides && other.backend().equals(backend));
  }

  /** Whether two slots share an address. */
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
        mend(planned, platform));
  }

  private static String mend(PlannedSlot planned, Platform platform) {
    if (platform.hasHostAddresses()) {
      return "give this guest another window";
    }
    return planned.slotKind() == SlotKind.BOOT && platform.toolstackNumbersBootSlots()
        ? "make the device \"gated\""
        : "pin the device to another slot";
  }
}
