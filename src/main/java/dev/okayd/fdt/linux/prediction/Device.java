package dev.okayd.fdt.linux.prediction;

import dev.okayd.fdt.NodePath;

/**
 * A device that the kernel has made of a node.
 *
 * @param node that it is made of
 * @param bus where it is found below {@code /sys/bus}
 * @param name its name there, such as {@code a003e00.virtio_mmio}
 */
public record Device(NodePath node, Bus bus, String name) {

  /** The buses that nodes of a tree are found on without a driver's help. */
  public enum Bus {
    /** {@code /sys/bus/platform}. */
    PLATFORM,
    /** {@code /sys/bus/amba}: nodes that are compatible with {@code arm,primecell} at boot. */
    AMBA
  }
}
