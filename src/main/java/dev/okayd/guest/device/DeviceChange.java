package dev.okayd.guest.device;

import dev.okayd.guest.Guest;
import dev.okayd.plan.PlannedSlot;

/**
 * What became of a guest by a change of one device.
 *
 * @param before the guest as it was
 * @param after the guest as it is
 * @param device name of the device
 */
public record DeviceChange(Guest before, Guest after, String device) {

  /** Whether the guest did not have the device. */
  public boolean created() {
    return before.plan().slotOf(device).isEmpty();
  }

  /** Where the device is. */
  public PlannedSlot slot() {
    return after.requireDevice(device);
  }

  /** Whether the guest's tree is another one now. */
  public boolean needsReboot() {
    return !before.plan().digest().equals(after.plan().digest());
  }
}
