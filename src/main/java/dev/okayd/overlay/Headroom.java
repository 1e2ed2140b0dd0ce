package dev.okayd.overlay;

import dev.okayd.plan.Plan;
import dev.okayd.platform.HypervisorLimit;
import dev.okayd.platform.Platform;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The resources left for more devices. Each slot of a platform has its own interrupt.
 *
 * @param slots without a device, including spare slots
 * @param spares free slots that are already in the guest's tree
 * @param interrupts of free slots that have no other use in the guest
 * @param bridges that can still be added
 * @param treeBytes by which the guest's tree can grow, if the hypervisor limits its size
 */
public record Headroom(
    int slots, int spares, int interrupts, int bridges, Optional<Long> treeBytes) {

  /**
   * Computes the headroom of a plan.
   *
   * @param taken INTIDs with other uses in the guest
   * @param limit of the tree's size, if the hypervisor has one
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
