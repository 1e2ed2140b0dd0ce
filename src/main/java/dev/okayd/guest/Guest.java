package dev.okayd.guest;

import dev.okayd.plan.GuestSpec;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.platform.SlotKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A guest.
 *
 * @param name unique
 * @param spec what the user wants
 * @param plan what came of it
 * @param plannedAt when
 * @param boot the one in which the agent last said HELLO
 */
public record Guest(
    String name, GuestSpec spec, Plan plan, Instant plannedAt, Optional<Boot> boot) {

  /** The slots that okayd opens. */
  public List<PlannedSlot> gatedSlots() {
    return plan.slots().stream().filter(slot -> slot.slotKind() == SlotKind.GATED).toList();
  }

  /** The slot of a device that okayd opens. */
  public Optional<PlannedSlot> gatedSlot(String device) {
    return plan.slotOf(device).filter(slot -> slot.slotKind() == SlotKind.GATED);
  }

  /** This guest in a boot. */
  public Guest in(Boot someBoot) {
    return new Guest(name, spec, plan, plannedAt, Optional.of(someBoot));
  }

  /** Whether a boot is one of the tree of the present plan. */
  public boolean planMatches(Boot someBoot) {
    return someBoot.planDigest().equals(plan.digest());
  }
}
