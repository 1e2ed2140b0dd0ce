package dev.okayd.fdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An interrupt that a node takes from an Arm Generic Interrupt Controller.
 *
 * @param node that takes it
 * @param intid its number as the GIC counts: 16..31 private to a CPU, 32 and up shared
 */
public record GicInterrupt(NodePath node, int intid) {
  /** First INTID of the private peripheral interrupts, type 1 in the first cell of a specifier. */
  private static final int FIRST_PPI = 16;

  /** First INTID of the shared peripheral interrupts, type 0. */
  private static final int FIRST_SPI = 32;

  /** Type, number, flags (Linux, bindings arm,gic.yaml and arm,gic-v3.yaml). */
  private static final int GIC_CELLS = 3;

  /** An interrupt controller, as far as this reads specifiers. */
  private record Controller(int cells, boolean gic) {}

  /**
   * Every interrupt that a node of this tree takes from a GIC, in the order of the nodes.
   *
   * @param outerGic phandle of a GIC that is not in this tree, as partial trees refer to one
   */
  public static List<GicInterrupt> of(DeviceTree tree, Optional<Integer> outerGic) {
    Map<Integer, Controller> controllers = new HashMap<>();
    outerGic.ifPresent(phandle -> controllers.put(phandle, new Controller(GIC_CELLS, true)));
    collectControllers(tree.root(), controllers);
    List<GicInterrupt> found = new ArrayList<>();
    collect(tree.root(), NodePath.ROOT, Optional.empty(), controllers, found);
    return List.copyOf(found);
  }

  private static void collectControllers(Node node, Map<Integer, Controller> controllers) {
    Optional<Integer> cells = node.property("#interrupt-cells").flatMap(Property::asCell);
    Optional<Integer> phandle =
        node.property(Phandles.PHANDLE)
            .or(() -> node.property(Phandles.LINUX_PHANDLE))
            .flatMap(Property::asCell);
    if (cells.isPresent() && phandle.isPresent()) {
      controllers.putIfAbsent(phandle.get(), new Controller(cells.get(), isGic(node)));
    }
    node.children().forEach(child -> collectControllers(child, controllers));
  }

  private static boolean isGic(Node node) {
    return node.property("compatible").flatMap(Property::asStrings).orElse(List.of()).stream()
        .anyMatch(c -> c.startsWith("arm,gic-") || c.matches("arm,cortex-a\\d+-gic"));
  }

  private static void collect(
      Node node,
      NodePath path,
      Optional<Integer> inheritedParent,
      Map<Integer, Controller> controllers,
      List<GicInterrupt> found) {
    Optional<Integer> parent =
        node.property("interrupt-parent").flatMap(Property::asCell).or(() -> inheritedParent);
    node.property("interrupts")
        .flatMap(Property::asCells)
        .ifPresent(
            cells ->
                parent
                    .flatMap(phandle -> Optional.ofNullable(controllers.get(phandle)))
                    .ifPresent(controller -> specifiers(cells, controller, path, found)));
    node.property("interrupts-extended")
        .flatMap(Property::asCells)
        .ifPresent(cells -> extended(cells, controllers, path, found));
    for (Node child : node.children()) {
      collect(child, path.child(child.name()), parent, controllers, found);
    }
  }

  private static void specifiers(
      int[] cells, Controller controller, NodePath path, List<GicInterrupt> found) {
    for (int i = 0;
        controller.cells() > 0 && i + controller.cells() <= cells.length;
        i += controller.cells()) {
      specifier(cells, i, controller, path, found);
    }
  }

  /** Each entry names its controller; an unknown one makes the rest unreadable. */
  private static void extended(
      int[] cells, Map<Integer, Controller> controllers, NodePath path, List<GicInterrupt> found) {
    int i = 0;
    while (i < cells.length) {
      Controller controller = controllers.get(cells[i]);
      if (controller == null || i + 1 + controller.cells() > cells.length) {
        return;
      }
      specifier(cells, i + 1, controller, path, found);
      i += 1 + controller.cells();
    }
  }

  private static void specifier(
      int[] cells, int at, Controller controller, NodePath path, List<GicInterrupt> found) {
    if (!controller.gic() || controller.cells() < GIC_CELLS) {
      return;
    }
    switch (cells[at]) {
      case 0 -> found.add(new GicInterrupt(path, FIRST_SPI + cells[at + 1]));
      case 1 -> found.add(new GicInterrupt(path, FIRST_PPI + cells[at + 1]));
      default -> {
        // extended ranges of GICv3.1, which no guest's virtio devices use
      }
    }
  }
}
