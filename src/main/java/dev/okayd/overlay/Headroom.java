package dev.okayd.overlay;

import dev.okayd.plan.Plan;
import dev.okayd.platform.HypervisorLimit;
import dev.okayd.platform.Platform;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is left for more devices. Slots and interrupts are one: each slot of a platform has an
 * interrupt of its own.
 *
 * @param slots that no device has, spare ones among them
 * @param spares of them, those that are in the guest's tree already
 * @param interrupts of free slots that nothing else of the guest has
 * @param bridges that could be added
 * @param treeBytes by which the guest's tree could grow, where the hypervisor limits it
 */
public record Headroom(
    int slots, int spares, int interrupts, int bridges, Optional<Long> treeBytes) {

  /**
   * What a plan leaves.
   *
   * @param taken INTIDs that something else of the guest has
   * @param limit of the tree's size, if there is one
   * @param size of the tree that okayd writes
   */
  static Headroom of(
      Plan plan,
      Platform platform,
      Set<Integer> taken,
      Optional<HypervisorLimit> limit,
      long size) {
    Set<Integer> used = new HashSet<>();
    plan.slots().forEach(planned -> planned.slot().index().ifPresent(used::add));
    int first = platform.interrupts().first().orElseThrow();
    int slots = platform.window().slots() - used.size();
    int interrupts =
        (int)
            IntStream.range(0, platform.window().slots())
                .filter(index -> !used.contains(index) && !taken.contains(first + index))
                .count();
    int bridges =
        platform
                .pci()
                .map(pci -> pci.bridges())
                .orElse(platform.existingBridge().isPresent() ? 1 : 0)
            - plan.bridges().size();
    return new Headroom(
        slots, plan.spares().size(), interrupts, bridges, limit.map(most -> most.left() - size));
  }
}
