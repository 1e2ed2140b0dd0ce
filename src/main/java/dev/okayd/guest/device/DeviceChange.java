package dev.okayd.guest.device;

import dev.okayd.guest.Guest;
import dev.okayd.plan.PlannedSlot;

/**
 * The result of a change of one device.
 *
 * @param before the guest before the change
 * @param after the guest after the change
 * @param device name of the device
 */
public record DeviceChange(Guest before, Guest after, String device) {

  /** Whether the change added the device. */
  public boolean created() {
    return before.plan().slotOf(device).isEmpty();
  }

  /** The slot of the device. */
  public PlannedSlot slot() {
    return after.requireDevice(device);
  }

  /** Whether the change affects the guest's tree. */
  public boolean needsReboot() {
    return !before.plan().digest().equals(after.plan().digest());
  }
}
