package dev.okayd.guest;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.platform.SlotKind;
import java.util.stream.Stream;

/**
 * A device that okayd cannot take from a running guest: the guest has it from its start, or a
 * person applies its overlay. As long as the guest may run, it may be live.
 *
 * @param guest its name
 * @param device its name, or that of the bridge
 * @param backend that serves it
 * @param kind why okayd cannot take it
 */
public record UnmanagedDevice(String guest, String device, String backend, Kind kind) {

  /** Why okayd cannot take a device from a guest. */
  public enum Kind {
    /**
     * Its slot is okay in the tree that the guest boots. A kind that only a later version of okayd
     * knows is taken for this one: the guest has to be stopped.
     */
    @JsonEnumDefaultValue
    BOOT_SLOT,
    /** It is a PCI host bridge, whose overlay persons apply and remove. */
    BRIDGE
  }

  /** Those of a plan. */
  public static Stream<UnmanagedDevice> of(String guest, Plan plan) {
    return Stream.concat(
        plan.slots().stream()
            .filter(slot -> slot.slotKind() == SlotKind.BOOT)
            .map(slot -> bootSlot(guest, slot)),
        plan.bridges().stream()
            .map(
                bridge ->
                    new UnmanagedDevice(guest, bridge.bridge(), bridge.backend(), Kind.BRIDGE)));
  }

  private static UnmanagedDevice bootSlot(String guest, PlannedSlot slot) {
    return new UnmanagedDevice(guest, slot.device(), slot.backend(), Kind.BOOT_SLOT);
  }
}
