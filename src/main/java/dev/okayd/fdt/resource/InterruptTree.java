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
 * Which interrupts a tree's nodes take from which controllers (specification, §2.4): by {@code
 * interrupts} and the interrupt parent, which a node has itself or from above; by {@code
 * interrupts-extended}, which goes before {@code interrupts}; and by the {@code interrupt-map} of a
 * nexus such as a PCI host bridge, every entry of which is taken by the nexus.
 *
 * <p>What cannot be read (a controller that is not there, cells that do not make a whole specifier)
 * is left out.
 */
public final class InterruptTree {
  /** In place of {@code #address-cells} that no node has (specification, §2.3.5). */
  private static final int DEFAULT_ADDRESS_CELLS = 2;

  private final InterruptControllers controllers;
  private final List<Taken> found = new ArrayList<>();

  private InterruptTree(InterruptControllers controllers) {
    this.controllers = controllers;
  }

  /** An interrupt with what is known of its controller. */
  record Taken(InterruptController controller, NodeInterrupt interrupt) {}

  /** What a node has from the nodes above it. */
  private record Above(Optional<InterruptController> parent, int addressCells) {}

  /** Every interrupt that a node of this tree takes, in the order of the nodes. */
  public static List<NodeInterrupt> of(DeviceTree tree) {
    return read(tree, InterruptControllers.of(tree, Map.of()), Optional.empty()).stream()
        .map(Taken::interrupt)
        .toList();
  }

  /**
   * The same, by the controllers that are given.
   *
   * @param rootParent interrupt parent of nodes that have none, neither themselves nor from above
   */
  static List<Taken> read(
      DeviceTree tree, InterruptControllers controllers, Optional<InterruptController> rootParent) {
    InterruptTree interrupts = new InterruptTree(controllers);
    interrupts.read(tree.root(), NodePath.ROOT, new Above(rootParent, DEFAULT_ADDRESS_CELLS));
    return interrupts.found;
  }

  private void read(Node node, NodePath path, Above above) {
    Optional<InterruptController> parent =
        node.property("interrupt-parent")
            .flatMap(Property::asCell)
            .map(controllers::find)
            .orElse(above.parent());
    int addressCells =
        InterruptControllers.cells(node, "#address-cells").orElse(above.addressCells());
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
    // whoever has specifiers of its own is the interrupt parent of what is below it
    Above below = new Above(own.or(() -> parent), addressCells);
    node.children().forEach(child -> read(child, path.child(child.name()), below));
  }

  private static Optional<int[]> cells(Node node, String name) {
    return node.property(name).flatMap(Property::asCells);
  }

  private void plain(int[] cells, InterruptController controller, NodePath path) {
    int step = controller.cells();
    for (int i = 0; step > 0 && step <= cells.length - i; i += step) {
      take(cells, i, controller, path);
    }
  }

  /** Each entry names its controller; an unknown one makes the rest unreadable. */
  private void extended(int[] cells, NodePath path) {
    int i = 0;
    while (i < cells.length) {
      Optional<InterruptController> controller = controllers.find(cells[i]);
      if (controller.isEmpty() || controller.get().cells() > cells.length - i - 1) {
        return;
      }
      take(cells, i + 1, controller.get(), path);
      i += 1 + controller.get().cells();
    }
  }

  /**
   * Each entry is a unit address and a specifier of the nexus's children, the controller, and a
   * unit address and a specifier of the controller; an unknown controller makes the rest
   * unreadable.
   *
   * @param childCells of the first two
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
      take(cells, specifier, controller.get(), path);
      i = specifier + controller.get().cells() + childCells;
    }
  }

  private void take(int[] cells, int at, InterruptController controller, NodePath path) {
    List<Integer> specifier = Arrays.stream(cells, at, at + controller.cells()).boxed().toList();
    found.add(new Taken(controller, new NodeInterrupt(path, controller.path(), specifier)));
  }
}
