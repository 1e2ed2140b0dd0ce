package dev.okayd.guest;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A guest with its spec, plan and boot.
 *
 * @param name unique
 * @param spec as the user wants the guest
 * @param plan for the spec
 * @param plannedAt when okayd made the plan
 * @param boot in which the agent last sent HELLO
 * @param version sequence number of the log entry of the last change of spec, plan or base tree; a
 *     boot does not change it
 */
public record Guest(
    String name, GuestSpec spec, Plan plan, Instant plannedAt, Optional<Boot> boot, long version) {

  /** A new guest. */
  public static Guest created(String name, GuestSpec spec, Plan plan, Instant at, long version) {
    return new Guest(name, spec, plan, at, Optional.empty(), version);
  }

  /** This guest with a new plan. */
  public Guest planned(GuestSpec newSpec, Plan newPlan, Instant at, long newVersion) {
    return new Guest(name, newSpec, newPlan, at, boot, newVersion);
  }

  /** The spec of a device in the plan. */
  public DeviceSpec spec(String device) {
    return spec.devices().stream()
        .filter(spec -> spec.name().equals(device))
        .findFirst()
        .orElseThrow();
  }

  /** The slots of devices that okayd holds back. */
  public List<PlannedSlot> gatedSlots() {
    return plan.slots().stream().filter(slot -> slot.slotKind().isHeldBack()).toList();
  }

  /** The slot of a device, if okayd holds the device back. */
  public Optional<PlannedSlot> gatedSlot(String device) {
    return plan.slotOf(device).filter(slot -> slot.slotKind().isHeldBack());
  }

  /** The present boot, if it has an id. */
  public Optional<Boot> bootOf(String bootId) {
    return boot.filter(present -> present.bootId().equals(bootId));
  }

  /** This guest with another boot. */
  public Guest in(Boot someBoot) {
    return new Guest(name, spec, plan, plannedAt, Optional.of(someBoot), version);
  }

  /** Whether a boot uses the tree of the present plan. */
  public boolean planMatches(Boot someBoot) {
    return someBoot.planDigest().equals(plan.digest());
  }

  /**
   * The slot of a device.
   *
   * @throws OkaydException {@code device-not-found} if the plan has no such device
   */
  public PlannedSlot requireDevice(String device) {
    return plan.slotOf(device)
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.DEVICE_NOT_FOUND,
                    "Guest \"%s\" has no device \"%s\"".formatted(name, device)));
  }
}
