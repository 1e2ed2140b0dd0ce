package dev.okayd.plan;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Platforms;
import dev.okayd.platform.Slot;
import java.util.List;
import java.util.Optional;

/**
 * Gives every device of a spec a slot. The same spec in the same surroundings always gives the same
 * plan: boot devices get slots as the toolstack would hand them out, gated ones get them from the
 * other end, and what a device had in the plan so far it keeps.
 */
public final class Planner {
  private final Platforms platforms;

  /** A planner for these platforms. */
  public Planner(Platforms platforms) {
    this.platforms = platforms;
  }

  /**
   * Plans a guest with no plan so far and no neighbours.
   *
   * @param baseTree the guest's base tree, if it is known already
   * @throws OkaydException with all that is wrong
   */
  public Plan plan(GuestSpec spec, Optional<BaseTree> baseTree) {
    return plan(spec, new Surroundings(baseTree, Optional.empty(), List.of()));
  }

  /**
   * Plans a guest.
   *
   * @throws OkaydException with all that is wrong with the spec, or with the spec and its
   *     surroundings together
   */
  public Plan plan(GuestSpec spec, Surroundings surroundings) {
    Platform platform = platform(spec);
    Faults faults = new Faults();
    SpecCheck.check(spec, faults);
    PlatformFit.check(spec, platform, faults);
    TypeCheck.check(spec, platform, faults);
    ReleaseCheck.check(spec, platform, faults);
    faults.refuseIfAny();
    SlotAllocation slots = SlotAllocation.of(
            spec, platform, surroundings.previous(), surroundings.neighbours(), faults);
    GrantPlan grants = new GrantPlan(spec, platform, faults);
    List<PlannedSlot> planned = slots.planned(grants);
    List<PlannedBridge> bridges =
        BridgeAllocation.of(spec, platform, surroundings.previous(), grants, faults);
    List<Slot> spares = slots.spares();
    Places places = Places.of(spec, planned, spares, bridges);
    PlaceCheck.check(places, spec, platform, faults);
    DaemonCheck.check(spec, platform, planned, faults);
    NeighbourCheck.check(spec, planned, platform, surroundings.neighbours(), faults);
    Optional<DeviceTree> tree = surroundings.baseTree().map(BaseTree::tree);
    tree.ifPresent(base -> BaseTreeCheck.check(places, platform, base, faults));
    Optional<GrantDma> grantDma = grants.node(planned, bridges, tree);
    PhandleCheck.check(spec, platform, tree, grantDma, faults);
    faults.refuseIfAny();
    Optional<String> baseDigest = surroundings.baseTree().map(BaseTree::sha256);
    return new Plan(
        PlanDigest.of(platform.name(), baseDigest, planned, spares, bridges, grantDma),
        platform.name(),
        baseDigest,
        planned,
        spares,
        bridges,
        grantDma);
  }

  /**
   * The platform that a spec names, with its slots where the spec says if the platform does not.
   *
   * @throws OkaydException {@code unknown-platform}, {@code window-missing} or {@code window-fixed}
   */
  public Platform platform(GuestSpec spec) {
    Platform platform =
        platforms
            .find(spec.platform())
            .orElseThrow(
                () ->
                    new OkaydException(
                        ErrorCode.UNKNOWN_PLATFORM,
                        "There is no platform \"%s\"; known are %s"
                            .formatted(spec.platform(), String.join(", ", platforms.names()))));
    return WindowPlacement.of(platform, spec.window());
  }
}
