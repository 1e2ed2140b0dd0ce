package dev.okayd.plan;

import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import java.util.Optional;

/**
 * A device and the slot that the plan gives it.
 *
 * @param device its name
 * @param type of virtio device
 * @param virtioId of a device of type {@code other}, if the spec says it
 * @param backend that serves it
 * @param slotKind how the slot stands in the tree that the guest boots
 * @param slot the place
 * @param transport what the hypervisor calls the place, if it has a name for it
 * @param grants whether the backend gets at memory by grants
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

  /** The device ID that the transport has to show, if anything says it. */
  public Optional<Integer> expectedVirtioId() {
    return type.virtioId().or(() -> virtioId);
  }

  /** Whether the overlay has to name the backend's domain. */
  public boolean bindsLate() {
    return slotKind == SlotKind.GATED && grants.filter(Grants::bindsLate).isPresent();
  }
}
