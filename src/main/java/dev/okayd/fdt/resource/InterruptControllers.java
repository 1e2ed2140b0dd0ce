package dev.okayd.fdt.resource;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The interrupt controllers and nexus nodes of a tree: the nodes with {@code #interrupt-cells}. */
final class InterruptControllers {
  /** Controllers have 1 to 4 cells; a number above this maximum is garbage. */
  private static final int MAX_CELLS = 16;

  private final Map<Integer, InterruptController> byPhandle = new HashMap<>();

  /**
   * An interrupt controller or nexus node.
   *
   * @param cells number of cells of a specifier
   * @param addressCells number of cells of the unit address before a specifier in an interrupt-map.
   *     If the controller has no {@code #address-cells}, Linux assumes 0 here, not 2
   * @param gic whether it is an Arm Generic Interrupt Controller
   */
  record InterruptController(NodePath path, int cells, int addressCells, boolean gic) {}

  /** The controllers of a tree and the given ones; the given ones take precedence. */
  static InterruptControllers of(DeviceTree tree, Map<Integer, InterruptController> given) {
    InterruptControllers controllers = new InterruptControllers();
    controllers.byPhandle.putAll(given);
    controllers.add(tree.root(), NodePath.ROOT);
    return controllers;
  }

  private void add(Node node, NodePath path) {
    at(node, path)
        .ifPresent(
            controller ->
                node.phandle().ifPresent(phandle -> byPhandle.putIfAbsent(phandle, controller)));
    node.children().forEach(child -> add(child, path.child(child.name())));
  }

  /** This node as a controller; empty if it is not one. */
  static Optional<InterruptController> at(Node node, NodePath path) {
    return cells(node, "#interrupt-cells")
        .map(
            cells ->
                new InterruptController(
                    path, cells, cells(node, "#address-cells").orElse(0), isGic(node)));
  }

  /** The number of cells in a property of the node; empty if it is missing or invalid. */
  static Optional<Integer> cells(Node node, String name) {
    return node.property(name)
        .flatMap(Property::asCell)
        .filter(count -> count >= 0 && count <= MAX_CELLS);
  }

  private static boolean isGic(Node node) {
    return node.property("compatible").flatMap(Property::asStrings).orElse(List.of()).stream()
        .anyMatch(c -> c.startsWith("arm,gic-") || c.matches("arm,cortex-a\\d+-gic"));
  }

  Optional<InterruptController> find(int phandle) {
    return Optional.ofNullable(byPhandle.get(phandle));
  }
}
