package dev.okayd.plan;

import dev.okayd.fdt.resource.AddressRange;
import dev.okayd.platform.Slot;
import java.util.ArrayList;
import java.util.List;

/** The addresses that daemons take of the slots given so far: some take more than their slot. */
final class ServedRanges {
  private final GuestSpec spec;
  private final List<AddressRange> ranges = new ArrayList<>();

  ServedRanges(GuestSpec spec) {
    this.spec = spec;
  }

  /** A device has this slot from now on. */
  void add(DeviceSpec device, Slot slot) {
    ranges.add(range(device, slot));
  }

  /** Whether neither the device's daemon nor another one would take what the other has. */
  boolean hasRoomFor(DeviceSpec device, Slot slot) {
    return isClear(range(device, slot));
  }

  /** Whether no daemon takes anything of a spare slot. */
  boolean hasRoomFor(Slot spare) {
    return isClear(new AddressRange(spare.path(), spare.base().value(), spare.size().value()));
  }

  private boolean isClear(AddressRange range) {
    return ranges.stream().noneMatch(other -> other.overlaps(range.base(), range.size()));
  }

  private AddressRange range(DeviceSpec device, Slot slot) {
    return new AddressRange(
        slot.path(), slot.base().value(), spec.backend(device.backend()).servedBytes(slot.size().value()));
  }
}
