package dev.okayd.plan;

import dev.okayd.fdt.NodePath;

/**
 * Something that an overlay opens: a gated device, a spare slot or a bridge.
 *
 * @param name of the device or bridge, or {@code spare-N}
 * @param path of the node
 * @param bindsLate whether the overlay has to name the backend's domain
 */
public record Gate(String name, NodePath path, boolean bindsLate) {}
