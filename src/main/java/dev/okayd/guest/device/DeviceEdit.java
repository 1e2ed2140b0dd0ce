package dev.okayd.guest.device;

import dev.okayd.guest.Guest;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.Pin;
import dev.okayd.plan.spec.SpareSlots;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Edits one device of a spec. A device that takes or leaves a spare slot also changes the number of
 * spare slots, so that the tree does not change.
 */
final class DeviceEdit {
  private DeviceEdit() {}

  /** The spec with an added device. */
  static GuestSpec added(Guest guest, DeviceSpec device) {
    List<DeviceSpec> devices = new ArrayList<>(guest.spec().devices());
    devices.add(device);
    return guest.spec().with(devices, spareWith(guest, device));
  }

  /** The spec with a replacement for the device of the same name. */
  static GuestSpec replaced(Guest guest, DeviceSpec device) {
    return guest
        .spec()
        .with(
            guest.spec().devices().stream()
                .map(other -> other.name().equals(device.name()) ? device : other)
                .toList(),
            guest.spec().spare());
  }

  /** The spec without a device. */
  static GuestSpec removed(Guest guest, PlannedSlot device, Platform platform) {
    return guest
        .spec()
        .with(
            guest.spec().devices().stream()
                .filter(other -> !other.name().equals(device.device()))
                .toList(),
            spareWithout(guest.spec(), device, platform));
  }

  private static Optional<SpareSlots> spareWith(Guest guest, DeviceSpec device) {
    return takesSpare(guest.plan(), device)
        ? guest.spec().spare().map(spare -> adjusted(spare, -1))
        : guest.spec().spare();
  }

  private static boolean takesSpare(Plan plan, DeviceSpec device) {
    return device.kind() == SlotKind.GATED
        && device
            .pin()
            .map(pin -> plan.spares().stream().anyMatch(spare -> isAt(spare, pin)))
            .orElse(!plan.spares().isEmpty());
  }

  private static boolean isAt(Slot spare, Pin pin) {
    return pin.slot().isPresent()
        ? pin.slot().equals(spare.index())
        : pin.base().filter(spare.base()::equals).isPresent();
  }

  private static Optional<SpareSlots> spareWithout(
      GuestSpec spec, PlannedSlot device, Platform platform) {
    boolean becomesSpare =
        device.slotKind() == SlotKind.GATED
            && device.slot().index().isPresent()
            && !platform.toolstackNumbersAllSlots();
    return becomesSpare ? Optional.of(adjusted(spec.spareSlots(), 1)) : spec.spare();
  }

  /** The count plus a difference; "all" stays "all". */
  private static SpareSlots adjusted(SpareSlots spare, int difference) {
    return spare.count().map(count -> SpareSlots.of(Math.max(0, count + difference))).orElse(spare);
  }
}
