package dev.okayd.overlay;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.plan.GrantDmaNode;
import dev.okayd.plan.Grants;
import dev.okayd.plan.basetree.AddressSizeCells;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Slot;
import java.util.Optional;

/** The nodes of slots (Linux, bindings virtio/mmio.yaml and virtio/virtio-device.yaml). */
final class SlotNode {
  private static final String COMPATIBLE = "virtio,mmio";

  private SlotNode() {}

  /**
   * The node of a slot, with the properties in libxl's order ({@code
   * make_virtio_mmio_node_common}). It is enabled: it has no {@code status}.
   */
  static Node of(Slot slot, AddressSizeCells addressing, Optional<Integer> gicPhandle) {
    Node node =
        Node.of(
            slot.path().names().get(slot.path().names().size() - 1),
            Property.strings("compatible", COMPATIBLE),
            addressing.reg(slot.base(), slot.size()),
            Property.cells("interrupts", slot.interrupt().specifier()));
    if (gicPhandle.isPresent()) {
      node = node.withProperty(Property.cells("interrupt-parent", gicPhandle.get()));
    }
    return node.withProperty(Property.empty("dma-coherent"));
  }

  /** This node with the backend's domain, if the plan has it. */
  static Node withDomain(Node node, Optional<Grants> grants, Optional<GrantDmaNode> grantDma) {
    return grants
        .flatMap(Grants::domid)
        .map(domid -> node.withProperty(iommus(grantDma.orElseThrow(), domid)))
        .orElse(node);
  }

  /** The {@code iommus} property for a backend's domain (bindings iommu/xen,grant-dma.yaml). */
  static Property iommus(GrantDmaNode grantDma, int domid) {
    return Property.cells("iommus", grantDma.phandle(), domid);
  }

  /** This node with the child node for a device type, if the type has one and it is missing. */
  static Node withChild(Node node, DeviceType type) {
    Optional<Node> child = type.child().map(name -> child(name, type));
    return child.isPresent() && node.child(child.get().name()).isEmpty()
        ? node.withChild(child.get())
        : node;
  }

  /**
   * The same node as in libxl ({@code make_virtio_mmio_node_device}), plus {@code #address-cells}:
   * dtc up to 1.6 warns about an interrupt controller without it.
   */
  private static Node child(String name, DeviceType type) {
    Node child =
        Node.of(
            name,
            Property.strings(
                "compatible",
                "virtio,device" + Integer.toHexString(type.virtioId().orElseThrow())));
    return type == DeviceType.GPIO
        ? child
            .withProperty(Property.empty("gpio-controller"))
            .withProperty(Property.cells("#gpio-cells", 2))
            .withProperty(Property.empty("interrupt-controller"))
            .withProperty(Property.cells("#interrupt-cells", 2))
            .withProperty(Property.cells("#address-cells", 0))
        : child;
  }
}
