package dev.okayd.attach;

import dev.okayd.fdt.NodePath;
import dev.okayd.plan.DeviceType;
import dev.okayd.plan.PlannedSlot;

/**
 * What an attachment is about, by the plan that held when its overlay was sent: a later plan may
 * say otherwise, but what is live in the guest is this.
 *
 * @param path of the node
 * @param backend that serves it
 * @param type of device
 * @param bindsLate whether its overlay has to name the backend's domain
 */
record Target(NodePath path, String backend, DeviceType type, boolean bindsLate) {

  static Target of(PlannedSlot slot) {
    return new Target(slot.slot().path(), slot.backend(), slot.type(), slot.bindsLate());
  }
}
