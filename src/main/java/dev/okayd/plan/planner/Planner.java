package dev.okayd.plan.planner;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.plan.GrantDmaNode;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.allocate.GrantAllocation;
import dev.okayd.plan.allocate.PciBridgeAllocation;
import dev.okayd.plan.allocate.SlotAllocation;
import dev.okayd.plan.allocate.SlotWindowPlacement;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.check.BaseTreeCheck;
import dev.okayd.plan.check.DaemonCheck;
import dev.okayd.plan.check.DeviceTypeCheck;
import dev.okayd.plan.check.NeighbourCheck;
import dev.okayd.plan.check.PhandleLimitCheck;
import dev.okayd.plan.check.PlannedNodes;
import dev.okayd.plan.check.PlatformSupportCheck;
import dev.okayd.plan.check.ReleaseCheck;
import dev.okayd.plan.check.ResourceConflictCheck;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.SpecCheck;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Slot;
import dev.okayd.platform.catalog.Platforms;
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
    return plan(spec, new PlanningContext(baseTree, Optional.empty(), List.of()));
  }

  /**
   * Plans a guest.
   *
   * @throws OkaydException with all that is wrong with the spec, or with the spec and its
   *     surroundings together
   */
  public Plan plan(GuestSpec spec, PlanningContext surroundings) {
    Platform platform = platform(spec);
    Faults faults = new Faults();
    SpecCheck.check(spec, faults);
    PlatformSupportCheck.check(spec, platform, faults);
    DeviceTypeCheck.check(spec, platform, faults);
    ReleaseCheck.check(spec, platform, faults);
    faults.refuseIfAny();
    SlotAllocation slots =
        SlotAllocation.of(
            spec, platform, surroundings.previous(), surroundings.neighbours(), faults);
    GrantAllocation grants = new GrantAllocation(spec, platform, faults);
    List<PlannedSlot> planned = slots.planned(grants);
    List<PlannedPciBridge> bridges =
        PciBridgeAllocation.of(spec, platform, surroundings.previous(), grants, faults);
    List<Slot> spares = slots.spares();
    PlannedNodes places = PlannedNodes.of(spec, planned, spares, bridges);
    ResourceConflictCheck.check(places, spec, platform, faults);
    DaemonCheck.check(spec, platform, planned, faults);
    NeighbourCheck.check(spec, planned, platform, surroundings.neighbours(), faults);
    Optional<DeviceTree> tree = surroundings.baseTree().map(BaseTree::tree);
    tree.ifPresent(base -> BaseTreeCheck.check(places, platform, base, faults));
    Optional<GrantDmaNode> grantDma = grants.node(planned, bridges, tree);
    PhandleLimitCheck.check(spec, platform, tree, grantDma, faults);
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
    return SlotWindowPlacement.of(platform, spec.window());
  }
}
