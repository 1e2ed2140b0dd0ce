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

  /** Controllers have 1 to 4 cells; more than this is no number of cells but garbage. */
  private static final int MAX_CELLS = 16;

  /** First numbers behind those that the GIC has of each type. */
  private static final int SPIS = 988;

  private static final int PPIS = 16;

  private static final NodePath GIC = NodePath.ROOT.child("gic");

  /** An interrupt controller, as far as this reads specifiers. */
  private record Controller(int cells, boolean gic) {}

  /** Every interrupt that a node of a complete tree takes from a GIC, in the order of the nodes. */
  public static List<GicInterrupt> of(DeviceTree tree) {
    Map<Integer, Controller> controllers = new HashMap<>();
    collectControllers(tree.root(), controllers);
    return collect(tree, Optional.empty(), controllers);
  }

  /**
   * Every interrupt that a node of a partial tree takes from the GIC, which the toolstack adds:
   * partial trees refer to it by a phandle that they do not have, or by that of a placeholder
   * {@code /gic} without {@code compatible} (Xen, docs/misc/arm/passthrough.txt). It is the
   * interrupt parent of all nodes that name no other.
   *
   * @param gicPhandle of the GIC that the toolstack adds
   */
  public static List<GicInterrupt> ofPartial(DeviceTree tree, int gicPhandle) {
    Map<Integer, Controller> controllers = new HashMap<>();
    Controller gic = new Controller(GIC_CELLS, true);
    controllers.put(gicPhandle, gic);
    tree.find(GIC).flatMap(Node::phandle).ifPresent(phandle -> controllers.put(phandle, gic));
    collectControllers(tree.root(), controllers);
    return collect(tree, Optional.of(gicPhandle), controllers);
  }

  private static void collectControllers(Node node, Map<Integer, Controller> controllers) {
    Optional<Integer> cells =
        node.property("#interrupt-cells")
            .flatMap(Property::asCell)
            .filter(count -> count >= 0 && count <= MAX_CELLS);
    if (cells.isPresent()) {
      node.phandle()
          .ifPresent(
              phandle ->
                  controllers.putIfAbsent(phandle, new Controller(cells.get(), isGic(node))));
    }
    node.children().forEach(child -> collectControllers(child, controllers));
  }

  private static boolean isGic(Node node) {
    return node.property("compatible").flatMap(Property::asStrings).orElse(List.of()).stream()
        .anyMatch(c -> c.startsWith("arm,gic-") || c.matches("arm,cortex-a\\d+-gic"));
  }

  private static List<GicInterrupt> collect(
      DeviceTree tree, Optional<Integer> rootParent, Map<Integer, Controller> controllers) {
    List<GicInterrupt> found = new ArrayList<>();
    collect(tree.root(), NodePath.ROOT, rootParent, controllers, found);
    return List.copyOf(found);
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
    int step = controller.cells();
    for (int i = 0; step > 0 && step <= cells.length - i; i += step) {
      specifier(cells, i, controller, path, found);
    }
  }

  /** Each entry names its controller; an unknown one makes the rest unreadable. */
  private static void extended(
      int[] cells, Map<Integer, Controller> controllers, NodePath path, List<GicInterrupt> found) {
    int i = 0;
    while (i < cells.length) {
      Controller controller = controllers.get(cells[i]);
      if (controller == null || controller.cells() > cells.length - i - 1) {
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
    int number = cells[at + 1];
    switch (cells[at]) {
      case 0 -> {
        if (number >= 0 && number < SPIS) {
          found.add(new GicInterrupt(path, FIRST_SPI + number));
        }
      }
      case 1 -> {
        if (number >= 0 && number < PPIS) {
          found.add(new GicInterrupt(path, FIRST_PPI + number));
        }
      }
      default -> {
        // extended ranges of GICv3.1, which no guest's virtio devices use
      }
    }
  }
}
