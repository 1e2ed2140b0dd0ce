package dev.okayd.plan;

import java.util.List;
import java.util.Optional;

/**
 * What a guest is planned with besides its spec.
 *
 * @param baseTree its base tree, if it is known already; the plan is then checked against it
 * @param previous its plan so far: what a device had it keeps
 * @param neighbours the other guests
 */
public record Surroundings(
    Optional<BaseTree> baseTree, Optional<Plan> previous, List<Neighbour> neighbours) {
  /** Nothing is known but the spec. */
  public static final Surroundings NONE =
      new Surroundings(Optional.empty(), Optional.empty(), List.of());

  public Surroundings {
    neighbours = List.copyOf(neighbours);
  }

  /** These surroundings with a base tree. */
  public Surroundings with(BaseTree tree) {
    return new Surroundings(Optional.of(tree), previous, neighbours);
  }

  /** These surroundings with the plan so far. */
  public Surroundings after(Plan plan) {
    return new Surroundings(baseTree, Optional.of(plan), neighbours);
  }
}
