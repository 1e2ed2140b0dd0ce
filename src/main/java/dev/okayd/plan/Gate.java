package dev.okayd.plan;

import dev.okayd.fdt.NodePath;

/**
 * A node that an overlay enables: the slot of a gated device, a spare slot or a PCI host bridge.
 *
 * @param name of the device or bridge, or {@code spare-N}
 * @param path of the node
 * @param bindsLate whether the overlay must name the backend's domain
 */
public record Gate(String name, NodePath path, boolean bindsLate) {}
