package dev.okayd.fdt.linux.prediction;

import dev.okayd.fdt.NodePath;

/**
 * Something that the kernel accepts and that brings no device, or takes none away.
 *
 * @param node that it is about
 * @param why nothing happens
 */
public record NoEffect(NodePath node, Why why) {

  /** Why nothing happens. */
  public enum Why {
    /** The overlay has no change for this target. */
    NOTHING_CHANGES("the overlay changes nothing there"),
    /** Enabled before and after, or disabled before and after. */
    STATUS_UNCHANGED("its status means the same as before; Linux knows okay, ok, and all else"),
    /** The kernel populates such buses when it boots, and not later. */
    PARENT_IS_NO_BUS(
        "its parent is a bus that was not enabled at boot, so no device is made; enable the parent in the tree that is booted"),
    /** No driver binds a disabled node. */
    PARENT_IS_DISABLED("a node above it is disabled, so no device is made; enable that node first"),
    /** Its driver is known. */
    PARENT_HAS_NO_CHILDREN("the driver of its parent makes no devices of children"),
    /** What a driver reads for itself, such as a port or a partition. */
    PART_OF_PARENT(
        "it has no compatible and its parent is no bus of the kernel's own, so it is a part of its parent and not a device"),
    /** The node is in use already. */
    IN_USE_ALREADY("the kernel uses this node already, so no other device is made"),
    /** There is no platform device to take away. */
    NO_PLATFORM_DEVICE("it has no platform device that could be taken away"),
    /** A new node that is disabled. */
    ADDED_DISABLED("the new node is disabled, so no device is made"),
    /** Only the container itself becomes a device. */
    CHILDREN_WITHOUT_DEVICES(
        "a bus that is enabled at run time gets a device, its children do not; enable it in the tree that is booted"),
    /** At run time the kernel makes platform devices only. */
    AMBA_DRIVER_CANNOT_BIND(
        "it becomes a platform device, but drivers of arm,primecell devices look at the AMBA bus; enable it in the tree that is booted");

    private final String explanation;

    Why(String explanation) {
      this.explanation = explanation;
    }

    /** What it means, and what to do where something can be done. */
    public String explanation() {
      return explanation;
    }
  }

  @Override
  public String toString() {
    return node + ": " + why.explanation();
  }
}
