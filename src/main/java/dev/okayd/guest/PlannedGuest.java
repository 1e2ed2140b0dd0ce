package dev.okayd.guest;

import dev.okayd.overlay.Blueprint;
import dev.okayd.overlay.Headroom;
import java.util.List;
import java.util.Optional;

/**
 * A guest that was planned just now, or would be.
 *
 * @param guest as it is then
 * @param headroom what is left for more devices
 * @param warnings what is worth a second look
 * @param agentToken the new token of its agent, if the guest is new
 */
record PlannedGuest(
    Guest guest, Headroom headroom, List<String> warnings, Optional<String> agentToken) {

  PlannedGuest {
    warnings = List.copyOf(warnings);
  }

  /** Of the blueprint it keeps what is told, not the tree: there may be a thousand of them. */
  static PlannedGuest of(Guest guest, Blueprint blueprint, Optional<String> agentToken) {
    return new PlannedGuest(guest, blueprint.headroom(), blueprint.warnings(), agentToken);
  }
}
