package dev.okayd.plan.planner;

import dev.okayd.plan.GuestPlan;
import dev.okayd.plan.Plan;
import dev.okayd.plan.basetree.BaseTree;
import java.util.List;
import java.util.Optional;

/**
 * The inputs of planning besides the spec.
 *
 * @param baseTree the guest's base tree, if it is known; the plan is then checked against it
 * @param previous the guest's previous plan, from which devices keep their slots
 * @param neighbours the plans of other guests
 */
public record PlanningContext(
    Optional<BaseTree> baseTree, Optional<Plan> previous, List<GuestPlan> neighbours) {
  /** No base tree, no previous plan and no neighbours. */
  public static final PlanningContext NONE =
      new PlanningContext(Optional.empty(), Optional.empty(), List.of());

  public PlanningContext {
    neighbours = List.copyOf(neighbours);
  }

  /** This context with a base tree. */
  public PlanningContext with(BaseTree tree) {
    return new PlanningContext(Optional.of(tree), previous, neighbours);
  }

  /** This context with a previous plan. */
  public PlanningContext after(Plan plan) {
    return new PlanningContext(baseTree, Optional.of(plan), neighbours);
  }
}
