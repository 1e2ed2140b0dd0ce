package dev.okayd.channel;

import dev.okayd.fdt.NodePath;

/**
 * An overlay that is applied in the guest, by okayd or by other software.
 *
 * @param path the node that it enables
 * @param proof what the guest sees of the device
 */
public record AppliedOverlay(NodePath path, Proof proof) {}
