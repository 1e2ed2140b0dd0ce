package dev.okayd.overlay;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.plan.GrantDmaNode;
import dev.okayd.plan.Grants;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.basetree.AddressSizeCells;
import dev.okayd.plan.spec.PciFunction;
import dev.okayd.platform.Interrupt;
import dev.okayd.platform.PciBridgeLayout.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The nodes of PCI host bridges (Linux, bindings pci/host-generic-pci.yaml). */
final class BridgeNode {
  /**
   * Space codes of PCI addresses (IEEE 1275 PCI bus binding): 32-bit memory, 64-bit prefetchable
   * memory.
   */
  private static final int MEMORY_32 = 0x02000000;

  private static final int PREFETCHABLE_64 = 0x43000000;

  /** The number of distinct slots in the map: interrupts repeat after four. */
  private static final int SWIZZLED_SLOTS = 4;

  private static final int PINS = 4;

  /** The bits of unit address and pin that {@code interrupt-map} compares. */
  private static final int SLOT_MASK = 0x1800;

  private static final int PIN_MASK = 7;

  private static final int SLOT_SHIFT = 11;

  private static final int ALL_FUNCTIONS = 0;

  private static final int EACH_FUNCTION = 0xffff;

  private BridgeNode() {}

  /** The node of a bridge, enabled: it has no {@code status}. */
  static Node of(
      PlannedPciBridge bridge, PlannedPciBridge.Space space, AddressSizeCells addressing, int gic) {
    return Node.of(
        bridge.path().names().get(bridge.path().names().size() - 1),
        Property.strings("compatible", "pci-host-ecam-generic"),
        Property.strings("device_type", "pci"),
        addressing.reg(space.configuration().base(), space.configuration().size()),
        Property.cells("bus-range", 0, 0),
        Property.cells("#address-cells", 3),
        Property.cells("#size-cells", 2),
        ranges(space, addressing),
        Property.cells("#interrupt-cells", 1),
        Property.cells("interrupt-map-mask", SLOT_MASK, 0, 0, PIN_MASK),
        interruptMap(space, gic),
        Property.cells("interrupt-parent", gic),
        Property.empty("dma-coherent"));
  }

  private static Property ranges(PlannedPciBridge.Space space, AddressSizeCells addressing) {
    List<Integer> cells = new ArrayList<>();
    window(cells, MEMORY_32, space.memory(), addressing);
    window(cells, PREFETCHABLE_64, space.prefetchable(), addressing);
    return cells("ranges", cells);
  }

  /** PCI addresses equal CPU addresses. */
  private static void window(
      List<Integer> cells, int kind, Piece piece, AddressSizeCells addressing) {
    cells.add(kind);
    AddressSizeCells.add(cells, piece.base().value(), 2);
    AddressSizeCells.add(cells, piece.base().value(), addressing.addressCells());
    AddressSizeCells.add(cells, piece.size().value(), 2);
  }

  /**
   * The standard swizzle, which QEMU also uses (gpex_swizzle_map_irq_fn): pin P of slot N has
   * interrupt N + P.
   */
  private static Property interruptMap(PlannedPciBridge.Space space, int gic) {
    List<Integer> cells = new ArrayList<>();
    for (int slot = 0; slot < SWIZZLED_SLOTS; slot++) {
      for (int pin = 0; pin < PINS; pin++) {
        int intid = space.interrupt() + (slot + pin) % space.interrupts();
        Interrupt interrupt = Interrupt.shared(intid, (int) space.flags().value());
        // the GIC has no address cells, so the specifier directly follows the phandle
        cells.addAll(List.of(slot << SLOT_SHIFT, 0, 0, pin + 1, gic));
        cells.addAll(interrupt.cells());
      }
    }
    return cells("interrupt-map", cells);
  }

  /** This node with the backend's domain, if the plan has it. */
  static Node withDomain(Node node, PlannedPciBridge bridge, Optional<GrantDmaNode> grantDma) {
    Node changed = node;
    Optional<Integer> domid = bridge.grants().flatMap(Grants::domid);
    if (domid.isPresent()) {
      for (Property property : domain(bridge, grantDma.orElseThrow(), domid.get())) {
        changed = changed.withProperty(property);
      }
    }
    return changed;
  }

  /**
   * The {@code iommu-map} from functions to a backend's domain (bindings pci/pci-iommu.txt).
   * Without a list of functions, a mask of 0 maps all functions to one entry.
   */
  static List<Property> domain(PlannedPciBridge bridge, GrantDmaNode grantDma, int domid) {
    boolean all = bridge.functions().isEmpty();
    Stream<Integer> requesters =
        all ? Stream.of(0) : bridge.functions().stream().map(PciFunction::requesterId);
    List<Integer> map = new ArrayList<>();
    requesters.forEach(id -> map.addAll(List.of(id, grantDma.phandle(), domid, 1)));
    return List.of(
        cells("iommu-map", map),
        Property.cells("iommu-map-mask", all ? ALL_FUNCTIONS : EACH_FUNCTION));
  }

  private static Property cells(String name, List<Integer> cells) {
    return Property.cells(name, cells.stream().mapToInt(Integer::intValue).toArray());
  }
}
