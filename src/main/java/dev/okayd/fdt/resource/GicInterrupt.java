package dev.okayd.fdt.resource;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.resource.InterruptControllers.InterruptController;
import dev.okayd.fdt.resource.InterruptTree.Taken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An interrupt that a node takes from an Arm Generic Interrupt Controller.
 *
 * @param node that takes it
 * @param intid its number as the GIC counts: 16..31 private to a CPU, 32..1019 shared, and the
 *     extended ranges of GICv3.1 above
 */
public record GicInterrupt(NodePath node, int intid) {
  /** Type, number, flags (Linux, bindings arm,gic.yaml and arm,gic-v3.yaml). */
  private static final int GIC_CELLS = 3;

  private static final NodePath GIC = NodePath.ROOT.child("gic");

  /**
   * The interrupts of a type, the first cell of a specifier.
   *
   * @param first INTID of the number 0, the second cell
   * @param count how many the GIC has
   */
  private record Range(int first, int count) {}

  /** By type: shared, private, and the extended ranges of the two. */
  private static final List<Range> TYPES =
      List.of(new Range(32, 988), new Range(16, 16), new Range(4096, 1024), new Range(1056, 64));

  /** Every interrupt that a node of a complete tree takes from a GIC, in the order of the nodes. */
  public static List<GicInterrupt> of(DeviceTree tree) {
    return of(
        InterruptTree.read(tree, InterruptControllers.of(tree, Map.of()), Optional.empty())
            .stream());
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
    // Xen gives it no address cells (make_gicv3_domU_node)
    InterruptController gic = new InterruptController(GIC, GIC_CELLS, 0, true);
    Map<Integer, InterruptController> given = new HashMap<>(Map.of(gicPhandle, gic));
    tree.find(GIC).flatMap(Node::phandle).ifPresent(phandle -> given.put(phandle, gic));
    return of(
        InterruptTree.read(tree, InterruptControllers.of(tree, given), Optional.of(gic)).stream());
  }

  private static List<GicInterrupt> of(Stream<Taken> interrupts) {
    return interrupts
        .filter(taken -> taken.controller().gic())
        .map(Taken::interrupt)
        .flatMap(
            interrupt ->
                intid(interrupt.specifier())
                    .map(intid -> new GicInterrupt(interrupt.node(), intid))
                    .stream())
        .toList();
  }

  /**
   * The INTID that a specifier of a GIC means.
   *
   * @param specifier the type (0 shared, 1 private, 2 and 3 their extended ranges), the number
   *     within the type, the flags, and on some a fourth cell
   * @return empty if the GIC has no such interrupt
   */
  public static Optional<Integer> intid(List<Integer> specifier) {
    if (specifier.size() < GIC_CELLS) {
      return Optional.empty();
    }
    int type = specifier.get(0);
    int number = specifier.get(1);
    return type >= 0 && type < TYPES.size() && number >= 0 && number < TYPES.get(type).count()
        ? Optional.of(TYPES.get(type).first() + number)
        : Optional.empty();
  }
}
