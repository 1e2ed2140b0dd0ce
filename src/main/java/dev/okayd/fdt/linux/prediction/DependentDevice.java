package dev.okayd.fdt.linux.prediction;

import dev.okayd.fdt.NodePath;

/**
 * A device that the kernel creates or destroys only if a driver of the guest has bound the parent
 * of its node. The tree does not say which drivers a guest has.
 *
 * @param node the node of the device
 * @param change whether the device comes or goes
 * @param bus the kind of bus of the parent
 */
public record DependentDevice(NodePath node, Change change, ChildBus bus) {

  /** What happens to the device. */
  public enum Change {
    /** The kernel creates it. */
    COMES,
    /** The kernel destroys it. */
    GOES
  }

  @Override
  public String toString() {
    String what =
        switch (change) {
          case COMES -> "comes as " + bus.device();
          case GOES -> "goes";
        };
    return "%s %s, if %s".formatted(node, what, bus.condition(node.parent()));
  }
}
