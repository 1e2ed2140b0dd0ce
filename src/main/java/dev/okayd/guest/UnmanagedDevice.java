package dev.okayd.guest;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.platform.SlotKind;
import java.util.stream.Stream;

/**
 * A device that okayd cannot detach from a running guest: the guest has it from the start, or an
 * operator applies its overlay. The device may be live as long as the guest may run.
 *
 * @param guest name of the guest
 * @param device name of the device or the bridge
 * @param backend that serves the device
 * @param kind why okayd cannot detach it
 */
public record UnmanagedDevice(String guest, String device, String backend, Kind kind) {

  /** Why okayd cannot detach a device from a guest. */
  public enum Kind {
    /**
     * Its slot is okay in the boot tree. okayd reads an unknown kind of a later version as this
     * one: the guest must be stopped.
     */
    @JsonEnumDefaultValue
    BOOT_SLOT,
    /** It is a PCI host bridge, and an operator applies and removes its overlay. */
    BRIDGE
  }

  /** The unmanaged devices of a plan. */
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
