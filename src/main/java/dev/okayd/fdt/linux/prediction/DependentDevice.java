package dev.okayd.fdt.linux.prediction;

import dev.okayd.fdt.NodePath;

/**
 * A device that comes or goes if a driver of the guest has bound the parent of its node. The tree
 * does not say which drivers a guest has.
 *
 * @param node that it is made of
 * @param change whether it comes or goes
 * @param bus of the parent
 */
public record DependentDevice(NodePath node, Change change, ChildBus bus) {

  /** What becomes of the device. */
  public enum Change {
    /** It is made. */
    COMES,
    /** It is taken away. */
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
