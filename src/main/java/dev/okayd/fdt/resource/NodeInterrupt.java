package dev.okayd.fdt.resource;

import dev.okayd.fdt.NodePath;
import java.util.List;

/**
 * An interrupt that a node takes from a controller.
 *
 * @param node that takes it; of an {@code interrupt-map}, the node that has the map
 * @param controller the interrupt controller, or the nexus, that the specifier is written for
 * @param specifier the cells that say which one, as the controller's binding has them
 */
public record NodeInterrupt(NodePath node, NodePath controller, List<Integer> specifier) {
  public NodeInterrupt {
    specifier = List.copyOf(specifier);
  }
}
