package dev.okayd.plan;

import dev.okayd.platform.SlotKind;
import java.util.Optional;

/**
 * A device that a guest is to have.
 *
 * @param name unique in the guest
 * @param type of virtio device
 * @param backend name of the backend that serves it
 * @param slotKind which kind of slot it gets; gated if it does not say
 */
public record DeviceSpec(
    String name, DeviceType type, String backend, Optional<SlotKind> slotKind) {

  /** Which kind of slot it gets. */
  public SlotKind kind() {
    return slotKind.orElse(SlotKind.GATED);
  }
}
