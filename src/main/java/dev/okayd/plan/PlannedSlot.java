package dev.okayd.plan;

import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import java.util.Optional;

/**
 * A device and the slot that the plan assigns to it.
 *
 * @param device name of the device
 * @param type of virtio device
 * @param virtioId of a device of type {@code other}, if the spec has it
 * @param backend that serves it
 * @param slotKind initial state of the slot's node in the boot tree
 * @param slot address, interrupt and node path
 * @param transport the hypervisor's name for the slot, if it has one
 * @param grants present if the backend uses grants
 */
public record PlannedSlot(
    String device,
    DeviceType type,
    Optional<Integer> virtioId,
    String backend,
    SlotKind slotKind,
    Slot slot,
    Optional<String> transport,
    Optional<Grants> grants) {

  /** The virtio device ID that the transport must show, if it is known. */
  public Optional<Integer> expectedVirtioId() {
    return type.virtioId().or(() -> virtioId);
  }

  /** Whether the overlay must name the backend's domain. */
  public boolean bindsLate() {
    return slotKind == SlotKind.GATED && grants.filter(Grants::bindsLate).isPresent();
  }
}
