package dev.okayd.platform;

import dev.okayd.fdt.NodePath;
import java.util.Optional;

/**
 * An address range, an interrupt and a node for one virtio-mmio device.
 *
 * @param index on the platform, starting with 0 at the lowest address; empty for a slot outside of
 *     the platform's window
 * @param base first address
 * @param size in bytes
 * @param interrupt of the device
 * @param path of the node in the guest's tree
 */
public record Slot(
    Optional<Integer> index, HexNumber base, HexNumber size, Interrupt interrupt, NodePath path) {

  /** The name of the slot in messages. */
  public String title() {
    return index.map(number -> "Slot " + number).orElse("The pinned slot");
  }
}
