package dev.okayd.plan.planner;

import dev.okayd.plan.GuestPlan;
import dev.okayd.plan.Plan;
import dev.okayd.plan.basetree.BaseTree;
import java.util.List;
import java.util.Optional;

/**
 * What a guest is planned with besides its spec.
 *
 * @param baseTree its base tree, if it is known already; the plan is then checked against it
 * @param previous its plan so far: what a device had it keeps
 * @param neighbours the other guests
 */
public record PlanningContext(
    Optional<BaseTree> baseTree, Optional<Plan> previous, List<GuestPlan> neighbours) {
  /** Nothing is known but the spec. */
  public static final PlanningContext NONE =
      new PlanningContext(Optional.empty(), Optional.empty(), List.of());

  public PlanningContext {
    neighbours = List.copyOf(neighbours);
  }

  /** These surroundings with a base tree. */
  public PlanningContext with(BaseTree tree) {
    return new PlanningContext(Optional.of(tree), previous, neighbours);
  }

  /** These surroundings with the plan so far. */
  public PlanningContext after(Plan plan) {
    return new PlanningContext(baseTree, Optional.of(plan), neighbours);
  }
}
