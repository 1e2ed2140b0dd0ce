package dev.okayd.fdt.linux.prediction;

import dev.okayd.fdt.NodePath;

/**
 * A change that the kernel accepts but that creates or destroys no device.
 *
 * @param node the changed node
 * @param why why nothing happens
 */
public record NoEffect(NodePath node, Why why) {

  /** Why nothing happens. */
  public enum Why {
    /** The overlay has no change below this target. */
    NOTHING_CHANGES("the overlay changes nothing there"),
    /** The node is enabled before and after, or disabled before and after. */
    STATUS_UNCHANGED(
        "its new status has the same meaning as before: Linux treats okay and ok as enabled, and any other value as disabled"),
    /** The kernel populates such buses only at boot. */
    PARENT_IS_NO_BUS(
        "its parent is a bus that was not enabled at boot, so the kernel creates no device; enable the parent in the boot tree"),
    /** No driver binds a disabled node. */
    PARENT_IS_DISABLED(
        "a node above it is disabled, so the kernel creates no device; enable that node first"),
    /** The driver of the parent is known and creates no devices. */
    PARENT_HAS_NO_CHILDREN("the driver of its parent creates no devices for children"),
    /** A node that the driver of the parent reads itself, such as a port or a partition. */
    PART_OF_PARENT(
        "it has no compatible and its parent is not an I2C bus, SPI bus or FPGA region, so it is a part of its parent and not a device"),
    /** The kernel already uses the node. */
    IN_USE_ALREADY("the kernel already uses this node, so it creates no other device"),
    /** The node has no platform device to destroy. */
    NO_PLATFORM_DEVICE("it has no platform device to destroy"),
    /** A new node that is disabled. */
    ADDED_DISABLED("the new node is disabled, so the kernel creates no device"),
    /** Only the bus itself becomes a device. */
    CHILDREN_WITHOUT_DEVICES(
        "a bus that is enabled at run time gets a device, but its children do not; enable the bus in the boot tree"),
    /** At run time the kernel creates only platform devices. */
    AMBA_DRIVER_CANNOT_BIND(
        "it becomes a platform device, but drivers of arm,primecell devices bind only on the AMBA bus; enable it in the boot tree");

    private final String explanation;

    Why(String explanation) {
      this.explanation = explanation;
    }

    /** The cause, and the remedy if there is one. */
    public String explanation() {
      return explanation;
    }
  }

  @Override
  public String toString() {
    return node + ": " + why.explanation();
  }
}
