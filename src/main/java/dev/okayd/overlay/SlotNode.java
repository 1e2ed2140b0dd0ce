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
   * The node of a slot, properties in libxl's order ({@code make_virtio_mmio_node_common});
   * enabled, for it has no {@code status}.
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

  /** This node with the domain that the backend is known to be. */
  static Node withDomain(Node node, Optional<Grants> grants, Optional<GrantDmaNode> grantDma) {
    return grants
        .flatMap(Grants::domid)
        .map(domid -> node.withProperty(iommus(grantDma.orElseThrow(), domid)))
        .orElse(node);
  }

  /** {@code iommus} of a backend's domain (bindings iommu/xen,grant-dma.yaml). */
  static Property iommus(GrantDmaNode grantDma, int domid) {
    return Property.cells("iommus", grantDma.phandle(), domid);
  }

  /** This node with the child that a device of this type has, if it does not have it yet. */
  static Node withChild(Node node, DeviceType type) {
    Optional<Node> child = type.child().map(name -> child(name, type));
    return child.isPresent() && node.child(child.get().name()).isEmpty()
        ? node.withChild(child.get())
        : node;
  }

  /**
   * As libxl makes it ({@code make_virtio_mmio_node_device}), and with the address cells that dtc
   * up to 1.6 misses in an interrupt controller.
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
