package dev.okayd.guest.api;

import dev.okayd.guest.Guest;
import dev.okayd.guest.device.DeviceChange;
import dev.okayd.plan.Grants;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import java.util.Optional;

/** A device as the API shows it. */
record DeviceView(
    String guest,
    String device,
    DeviceType type,
    Optional<Integer> virtioId,
    String backend,
    SlotKind slotKind,
    Slot slot,
    Optional<String> transport,
    Optional<Grants> grants,
    DeviceSpec spec,
    String planDigest,
    Optional<Boolean> needsReboot) {

  /** An unchanged device. */
  static DeviceView of(Guest guest, PlannedSlot slot) {
    return of(guest, slot, Optional.empty());
  }

  /** A device after a change. */
  static DeviceView of(DeviceChange change) {
    return of(change.after(), change.slot(), Optional.of(change.needsReboot()));
  }

  private static DeviceView of(Guest guest, PlannedSlot slot, Optional<Boolean> needsReboot) {
    return new DeviceView(
        guest.name(),
        slot.device(),
        slot.type(),
        slot.virtioId(),
        slot.backend(),
        slot.slotKind(),
        slot.slot(),
        slot.transport(),
        slot.grants(),
        guest.spec(slot.device()),
        guest.plan().digest(),
        needsReboot);
  }
}
