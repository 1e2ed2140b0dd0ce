package dev.okayd.guest.planning;

import dev.okayd.guest.Guest;
import dev.okayd.overlay.Blueprint;
import dev.okayd.overlay.Headroom;
import java.util.List;
import java.util.Optional;

/**
 * The result of planning a guest, recorded or not.
 *
 * @param guest with the new plan
 * @param headroom for more devices
 * @param warnings about risks of the plan
 * @param agentToken token of the agent, if the guest is new
 */
public record GuestPlanningResult(
    Guest guest, Headroom headroom, List<String> warnings, Optional<String> agentToken) {

  public GuestPlanningResult {
    warnings = List.copyOf(warnings);
  }

  /** Drops the tree of the blueprint, because a batch can have a thousand guests. */
  static GuestPlanningResult of(Guest guest, Blueprint blueprint, Optional<String> agentToken) {
    return new GuestPlanningResult(guest, blueprint.headroom(), blueprint.warnings(), agentToken);
  }
}
