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
 * Assigns a slot to every device of a spec. The same spec in the same context always gives the same
 * plan. Boot devices get slots in the order of the toolstack, gated devices get them from the other
 * end, and a device keeps its slot of the previous plan.
 */
public final class Planner {
  private final Platforms platforms;

  /** A planner for these platforms. */
  public Planner(Platforms platforms) {
    this.platforms = platforms;
  }

  /**
   * Plans a guest without a previous plan and without neighbours.
   *
   * @param baseTree the guest's base tree, if it is known already
   * @throws OkaydException with every fault
   */
  public Plan plan(GuestSpec spec, Optional<BaseTree> baseTree) {
    return plan(spec, new PlanningContext(baseTree, Optional.empty(), List.of()));
  }

  /**
   * Plans a guest.
   *
   * @throws OkaydException with every fault of the spec and its context
   */
  public Plan plan(GuestSpec spec, PlanningContext context) {
    Platform platform = platform(spec);
    Faults faults = new Faults();
    SpecCheck.check(spec, faults);
    PlatformSupportCheck.check(spec, platform, faults);
    DeviceTypeCheck.check(spec, platform, faults);
    ReleaseCheck.check(spec, platform, faults);
    faults.refuseIfAny();
    SlotAllocation slots =
        SlotAllocation.of(spec, platform, context.previous(), context.neighbours(), faults);
    GrantAllocation grants = new GrantAllocation(spec, platform, faults);
    List<PlannedSlot> planned = slots.planned(grants);
    List<PlannedPciBridge> bridges =
        PciBridgeAllocation.of(spec, platform, context.previous(), grants, faults);
    List<Slot> spares = slots.spares();
    PlannedNodes nodes = PlannedNodes.of(spec, planned, spares, bridges);
    ResourceConflictCheck.check(nodes, spec, platform, faults);
    DaemonCheck.check(spec, platform, planned, faults);
    NeighbourCheck.check(spec, planned, platform, context.neighbours(), faults);
    Optional<DeviceTree> tree = context.baseTree().map(BaseTree::tree);
    tree.ifPresent(base -> BaseTreeCheck.check(nodes, platform, base, faults));
    Optional<GrantDmaNode> grantDma = grants.node(planned, bridges, tree);
    PhandleLimitCheck.check(spec, platform, tree, grantDma, faults);
    faults.refuseIfAny();
    Optional<String> baseDigest = context.baseTree().map(BaseTree::sha256);
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
   * The platform that a spec names. The spec places the slots if the platform does not.
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
                        "There is no platform \"%s\"; known platforms are %s"
                            .formatted(spec.platform(), String.join(", ", platforms.names()))));
    return SlotWindowPlacement.of(platform, spec.window());
  }
}
