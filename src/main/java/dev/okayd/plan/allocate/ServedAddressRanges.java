package dev.okayd.plan.allocate;

import dev.okayd.fdt.resource.AddressRange;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * The address ranges that daemons serve for the slots assigned so far. Some daemons serve more than
 * their slot.
 */
final class ServedAddressRanges {
  private final GuestSpec spec;
  private final List<AddressRange> ranges = new ArrayList<>();

  ServedAddressRanges(GuestSpec spec) {
    this.spec = spec;
  }

  /** Records the slot of a device. */
  void add(DeviceSpec device, Slot slot) {
    ranges.add(range(device, slot));
  }

  /** Whether the range for a device in a slot overlaps no range recorded so far. */
  boolean hasRoomFor(DeviceSpec device, Slot slot) {
    return isClear(range(device, slot));
  }

  /** Whether a spare slot overlaps no range recorded so far. */
  boolean hasRoomFor(Slot spare) {
    return isClear(new AddressRange(spare.path(), spare.base().value(), spare.size().value()));
  }

  private boolean isClear(AddressRange range) {
    return ranges.stream().noneMatch(other -> other.overlaps(range.base(), range.size()));
  }

  private AddressRange range(DeviceSpec device, Slot slot) {
    return new AddressRange(
        slot.path(),
        slot.base().value(),
        spec.backend(device.backend()).servedBytes(slot.size().value()));
  }
}
