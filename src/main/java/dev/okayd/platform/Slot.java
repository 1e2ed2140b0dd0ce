package dev.okayd.platform;

import dev.okayd.fdt.NodePath;
import java.util.Optional;

/**
 * A place for one virtio-mmio device.
 *
 * @param index counted by the platform's own numbering, from 0 at the lowest address; empty for a
 *     place outside the platform's window
 * @param base first address
 * @param size in bytes
 * @param interrupt what the device signals with
 * @param path of the node in the guest's tree
 */
public record Slot(
    Optional<Integer> index, HexNumber base, HexNumber size, Interrupt interrupt, NodePath path) {

  /** The slot as messages call it. */
  public String title() {
    return index.map(number -> "Slot " + number).orElse("The place");
  }

  /** Whether another slot is at the same place. */
  public boolean isAtPlaceOf(Slot other) {
    return base.equals(other.base);
  }
}
