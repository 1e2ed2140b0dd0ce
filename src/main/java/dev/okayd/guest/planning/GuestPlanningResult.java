package dev.okayd.guest.planning;

import dev.okayd.guest.Guest;
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
public record GuestPlanningResult(
    Guest guest, Headroom headroom, List<String> warnings, Optional<String> agentToken) {

  public GuestPlanningResult {
    warnings = List.copyOf(warnings);
  }

  /** Of the blueprint it keeps what is told, not the tree: there may be a thousand of them. */
  static GuestPlanningResult of(Guest guest, Blueprint blueprint, Optional<String> agentToken) {
    return new GuestPlanningResult(guest, blueprint.headroom(), blueprint.warnings(), agentToken);
  }
}
