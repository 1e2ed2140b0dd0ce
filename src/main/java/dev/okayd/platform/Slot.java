package dev.okayd.platform;

import dev.okayd.fdt.NodePath;

/**
 * A place for one virtio-mmio device.
 *
 * @param index counted by the platform's own numbering, from 0 at the lowest address
 * @param base first address
 * @param size in bytes
 * @param interrupt what the device signals with
 * @param path of the node in the guest's tree
 */
public record Slot(int index, HexNumber base, HexNumber size, Interrupt interrupt, NodePath path) {}
