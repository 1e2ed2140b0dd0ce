package dev.okayd.channel;

import dev.okayd.fdt.NodePath;

/**
 * An overlay that is on in the guest, whoever applied it.
 *
 * @param path of the node that it enables
 * @param proof what the guest sees of the device
 */
public record AppliedOverlay(NodePath path, Proof proof) {}
