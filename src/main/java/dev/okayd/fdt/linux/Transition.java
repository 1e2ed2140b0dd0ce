package dev.okayd.fdt.linux;

import dev.okayd.fdt.Property;

/** What a change of a node means for its device ({@code of_reconfig_get_state_change}). */
enum Transition {
  /** It is enabled or disabled as before. */
  NONE,
  /** It becomes enabled. */
  ENABLED,
  /** It becomes disabled, or goes. */
  DISABLED;

  private static Transition of(boolean before, boolean after) {
    if (before == after) {
      return NONE;
    }
    return after ? ENABLED : DISABLED;
  }

  /** A status where there was none, which counts as enabled. */
  static Transition added(Property status) {
    return of(true, Nodes.isOkay(status));
  }

  /** No status any more. */
  static Transition removed(Property status) {
    return of(Nodes.isOkay(status), true);
  }

  /** Another status. */
  static Transition updated(Property before, Property after) {
    return of(Nodes.isOkay(before), Nodes.isOkay(after));
  }
}
