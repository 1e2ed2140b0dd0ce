package dev.okayd.guest;

import dev.okayd.plan.PlannedSlot;

/**
 * What became of a guest by a change of one device.
 *
 * @param before the guest as it was
 * @param after the guest as it is
 * @param device name of the device
 */
record DeviceChange(Guest before, Guest after, String device) {

  /** Whether the guest did not have the device. */
  boolean created() {
    return before.plan().slotOf(device).isEmpty();
  }

  /** Where the device is. */
  PlannedSlot slot() {
    return after.requireDevice(device);
  }

  /** Whether the guest's tree is another one now. */
  boolean needsReboot() {
    return !before.plan().digest().equals(after.plan().digest());
  }
}
