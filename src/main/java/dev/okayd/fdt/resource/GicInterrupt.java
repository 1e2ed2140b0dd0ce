package dev.okayd.fdt.resource;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.resource.InterruptControllers.InterruptController;
import dev.okayd.fdt.resource.InterruptTree.InterruptUse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An interrupt of an Arm Generic Interrupt Controller that a node uses.
 *
 * @param node the node that uses the interrupt
 * @param intid the INTID: 16..31 private to a CPU, 32..1019 shared, higher numbers in the extended
 *     ranges of GICv3.1
 */
public record GicInterrupt(NodePath node, int intid) {
  /** Type, number, flags (Linux, bindings arm,gic.yaml and arm,gic-v3.yaml). */
  private static final int GIC_CELLS = 3;

  private static final NodePath GIC = NodePath.ROOT.child("gic");

  /**
   * The INTIDs of an interrupt type, the first cell of a specifier.
   *
   * @param first INTID of interrupt number 0 (the number is the second cell)
   * @param count number of interrupts of this type
   */
  private record Range(int first, int count) {}

  /** By type: shared, private, extended shared, extended private. */
  private static final List<Range> TYPES =
      List.of(new Range(32, 988), new Range(16, 16), new Range(4096, 1024), new Range(1056, 64));

  /** All GIC interrupts that the nodes of a complete tree use, in the order of the nodes. */
  public static List<GicInterrupt> of(DeviceTree tree) {
    return of(
        InterruptTree.read(tree, InterruptControllers.of(tree, Map.of()), Optional.empty())
            .stream());
  }

  /**
   * All GIC interrupts that the nodes of a partial tree use. The toolstack adds the GIC itself, so
   * a partial tree refers to it by a phandle that no node of the tree has, or by the phandle of a
   * placeholder {@code /gic} without {@code compatible} (Xen, docs/misc/arm/passthrough.txt). The
   * GIC is the interrupt parent of all nodes that name no other.
   *
   * @param gicPhandle of the GIC that the toolstack adds
   */
  public static List<GicInterrupt> ofPartial(DeviceTree tree, int gicPhandle) {
    // Xen gives the GIC no address cells (make_gicv3_domU_node)
    InterruptController gic = new InterruptController(GIC, GIC_CELLS, 0, true);
    Map<Integer, InterruptController> given = new HashMap<>(Map.of(gicPhandle, gic));
    tree.find(GIC).flatMap(Node::phandle).ifPresent(phandle -> given.put(phandle, gic));
    return of(
        InterruptTree.read(tree, InterruptControllers.of(tree, given), Optional.of(gic)).stream());
  }

  private static List<GicInterrupt> of(Stream<InterruptUse> interrupts) {
    return interrupts
        .filter(use -> use.controller().gic())
        .map(InterruptUse::interrupt)
        .flatMap(
            interrupt ->
                intid(interrupt.specifier())
                    .map(intid -> new GicInterrupt(interrupt.node(), intid))
                    .stream())
        .toList();
  }

  /**
   * The INTID of a GIC interrupt specifier.
   *
   * @param specifier the type (0 shared, 1 private, 2 and 3 their extended ranges), the number
   *     within the type, the flags, and a fourth cell on some GICs
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
