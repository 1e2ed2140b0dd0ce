package dev.okayd.fdt.resource;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.resource.InterruptControllers.InterruptController;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the interrupts that the nodes of a tree use, and their controllers (specification, §2.4). A
 * node uses interrupts by {@code interrupts} and its own or inherited interrupt parent, or by
 * {@code interrupts-extended}, which takes precedence. A nexus, such as a PCI host bridge, uses the
 * interrupt of every entry in its {@code interrupt-map}.
 *
 * <p>Unreadable entries (an unknown controller, an incomplete specifier) are left out.
 */
public final class InterruptTree {
  /** The default if no node has {@code #address-cells} (specification, §2.3.5). */
  private static final int DEFAULT_ADDRESS_CELLS = 2;

  private final InterruptControllers controllers;
  private final List<InterruptUse> found = new ArrayList<>();

  private InterruptTree(InterruptControllers controllers) {
    this.controllers = controllers;
  }

  /** An interrupt that a node uses, and its controller. */
  record InterruptUse(InterruptController controller, NodeInterrupt interrupt) {}

  /** The values that a node inherits from its ancestors. */
  private record Inherited(Optional<InterruptController> parent, int addressCells) {}

  /** All interrupts that the nodes of this tree use, in the order of the nodes. */
  public static List<NodeInterrupt> of(DeviceTree tree) {
    return read(tree, InterruptControllers.of(tree, Map.of()), Optional.empty()).stream()
        .map(InterruptUse::interrupt)
        .toList();
  }

  /**
   * All interrupts that the nodes of this tree use, looked up in the given controllers.
   *
   * @param rootParent interrupt parent of nodes without an own or inherited one
   */
  static List<InterruptUse> read(
      DeviceTree tree, InterruptControllers controllers, Optional<InterruptController> rootParent) {
    InterruptTree interrupts = new InterruptTree(controllers);
    interrupts.read(tree.root(), NodePath.ROOT, new Inherited(rootParent, DEFAULT_ADDRESS_CELLS));
    return interrupts.found;
  }

  private void read(Node node, NodePath path, Inherited inherited) {
    Optional<InterruptController> parent =
        node.property("interrupt-parent")
            .flatMap(Property::asCell)
            .map(controllers::find)
            .orElse(inherited.parent());
    int addressCells =
        InterruptControllers.cells(node, "#address-cells").orElse(inherited.addressCells());
    Optional<int[]> extended = cells(node, "interrupts-extended");
    extended.ifPresent(cells -> extended(cells, path));
    if (extended.isEmpty()) {
      cells(node, "interrupts")
          .ifPresent(cells -> parent.ifPresent(controller -> plain(cells, controller, path)));
    }
    Optional<InterruptController> own = InterruptControllers.at(node, path);
    own.ifPresent(
        nexus ->
            cells(node, "interrupt-map")
                .ifPresent(cells -> map(cells, addressCells + nexus.cells(), path)));
    // a node with #interrupt-cells is the interrupt parent of its descendants
    Inherited below = new Inherited(own.or(() -> parent), addressCells);
    node.children().forEach(child -> read(child, path.child(child.name()), below));
  }

  private static Optional<int[]> cells(Node node, String name) {
    return node.property(name).flatMap(Property::asCells);
  }

  private void plain(int[] cells, InterruptController controller, NodePath path) {
    int step = controller.cells();
    for (int i = 0; step > 0 && step <= cells.length - i; i += step) {
      add(cells, i, controller, path);
    }
  }

  /** Each entry names its controller. After an unknown controller the rest is unreadable. */
  private void extended(int[] cells, NodePath path) {
    int i = 0;
    while (i < cells.length) {
      Optional<InterruptController> controller = controllers.find(cells[i]);
      if (controller.isEmpty() || controller.get().cells() > cells.length - i - 1) {
        return;
      }
      add(cells, i + 1, controller.get(), path);
      i += 1 + controller.get().cells();
    }
  }

  /**
   * Each entry consists of a unit address and a specifier of a child of the nexus, the controller,
   * and a unit address and a specifier of the controller. After an unknown controller the rest is
   * unreadable.
   *
   * @param childCells number of cells of the child's unit address and specifier
   */
  private void map(int[] cells, int childCells, NodePath path) {
    int i = childCells;
    while (i < cells.length) {
      Optional<InterruptController> controller = controllers.find(cells[i]);
      if (controller.isEmpty()) {
        return;
      }
      int specifier = i + 1 + controller.get().addressCells();
      if (controller.get().cells() > cells.length - specifier) {
        return;
      }
      add(cells, specifier, controller.get(), path);
      i = specifier + controller.get().cells() + childCells;
    }
  }

  private void add(int[] cells, int at, InterruptController controller, NodePath path) {
    List<Integer> specifier = Arrays.stream(cells, at, at + controller.cells()).boxed().toList();
    found.add(new InterruptUse(controller, new NodeInterrupt(path, controller.path(), specifier)));
  }
}
