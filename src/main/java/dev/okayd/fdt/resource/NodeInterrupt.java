package dev.okayd.fdt.resource;

import dev.okayd.fdt.NodePath;
import java.util.List;

/**
 * An interrupt of a controller that a node uses.
 *
 * @param node the node that uses the interrupt; for an {@code interrupt-map}, the node with the map
 * @param controller the interrupt controller or nexus of the specifier
 * @param specifier the cells that identify the interrupt, in the format of the controller's binding
 */
public record NodeInterrupt(NodePath node, NodePath controller, List<Integer> specifier) {
  public NodeInterrupt {
    specifier = List.copyOf(specifier);
  }
}
