package dev.okayd.fdt.linux.prediction;

import dev.okayd.fdt.NodePath;

/**
 * A device that the kernel has created for a node.
 *
 * @param node the node of the device
 * @param bus its directory below {@code /sys/bus}
 * @param name its name in that directory, such as {@code a003e00.virtio_mmio}
 */
public record Device(NodePath node, Bus bus, String name) {

  /** The buses on which the kernel itself creates devices. */
  public enum Bus {
    /** {@code /sys/bus/platform}. */
    PLATFORM,
    /** {@code /sys/bus/amba}: nodes compatible with {@code arm,primecell}, at boot only. */
    AMBA
  }
}
