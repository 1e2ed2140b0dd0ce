package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.base.NodeProperties;

/** What a change of a node means for its device ({@code of_reconfig_get_state_change}). */
enum DeviceStateChange {
  /** It is enabled or disabled as before. */
  NONE,
  /** It becomes enabled. */
  ENABLED,
  /** It becomes disabled, or goes. */
  DISABLED;

  private static DeviceStateChange of(boolean before, boolean after) {
    if (before == after) {
      return NONE;
    }
    return after ? ENABLED : DISABLED;
  }

  /** A status where there was none, which counts as enabled. */
  static DeviceStateChange added(Property status) {
    return of(true, NodeProperties.isOkay(status));
  }

  /** No status any more. */
  static DeviceStateChange removed(Property status) {
    return of(NodeProperties.isOkay(status), true);
  }

  /** Another status. */
  static DeviceStateChange updated(Property before, Property after) {
    return of(NodeProperties.isOkay(before), NodeProperties.isOkay(after));
  }
}
