package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.base.NodeProperties;

/** The effect of a status change on the device of a node ({@code of_reconfig_get_state_change}). */
enum DeviceStateChange {
  /** The device stays enabled or stays disabled. */
  NONE,
  /** The device becomes enabled. */
  ENABLED,
  /** The device becomes disabled, or its node is removed. */
  DISABLED;

  private static DeviceStateChange of(boolean before, boolean after) {
    if (before == after) {
      return NONE;
    }
    return after ? ENABLED : DISABLED;
  }

  /** A status is added; a node without status is enabled. */
  static DeviceStateChange added(Property status) {
    return of(true, NodeProperties.isOkay(status));
  }

  /** A status is removed. */
  static DeviceStateChange removed(Property status) {
    return of(NodeProperties.isOkay(status), true);
  }

  /** A status changes. */
  static DeviceStateChange updated(Property before, Property after) {
    return of(NodeProperties.isOkay(before), NodeProperties.isOkay(after));
  }
}
