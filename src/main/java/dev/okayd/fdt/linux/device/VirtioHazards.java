package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.base.NodeProperties;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.changeset.Changeset;
import dev.okayd.fdt.linux.prediction.Device;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.PredictionBuilder;
import java.util.List;
import java.util.Set;

/**
 * What becomes of a virtio-mmio device that comes with an overlay (drivers/virtio/virtio_mmio.c).
 */
public final class VirtioHazards {
  private static final Set<String> VIRTIO_MMIO = Set.of("virtio,mmio");

  private VirtioHazards() {}

  /** Of the devices that a changeset brings, once it is in the tree. */
  public static void check(Changeset changeset, TreeIndex tree, PredictionBuilder proceedings) {
    Set<NodePath> added = changeset.attached();
    for (Device device : proceedings.created()) {
      List<Node> lineage = tree.lineage(device.node());
      Node node = lineage.get(lineage.size() - 1);
      if (NodeProperties.isCompatible(node, VIRTIO_MMIO)) {
        check(device, node, proceedings);
        checkInterrupt(device, node, lineage, tree, proceedings);
        if (added.contains(device.node())) {
          proceedings.hazard(Hazard.Kind.UNSAFE_REMOVAL, unsafeRemoval(device));
        }
      }
    }
  }

  private static String unsafeRemoval(Device device) {
    return "removing %s takes its properties away before its driver, which then leaves its interrupt behind; adding it again crashes the kernel: have the node in the tree that is booted, disabled, and flip its status"
        .formatted(device.node());
  }

  /** Of the devices that go with a changeset's own nodes. */
  public static void checkRemoval(
      Changeset changeset, TreeIndex before, PredictionBuilder proceedings) {
    Set<NodePath> added = changeset.attached();
    for (Device device : proceedings.destroyed()) {
      boolean isVirtio =
          before
              .find(device.node())
              .filter(node -> NodeProperties.isCompatible(node, VIRTIO_MMIO))
              .isPresent();
      if (isVirtio && added.contains(device.node())) {
        proceedings.hazard(Hazard.Kind.UNSAFE_REMOVAL, unsafeRemoval(device));
      }
    }
  }

  private static void check(Device device, Node node, PredictionBuilder proceedings) {
    if (node.property("reg").isEmpty()) {
      proceedings.hazard(
          Hazard.Kind.DRIVER_CANNOT_BIND,
          "%s has no reg, and its driver no registers to read".formatted(device.node()));
    }
  }

  /** {@code of_irq_parse_one} of the first interrupt. */
  private static void checkInterrupt(
      Device device, Node node, List<Node> lineage, TreeIndex tree, PredictionBuilder proceedings) {
    if (node.property("interrupts-extended").isPresent()) {
      return;
    }
    if (node.property("interrupts").isEmpty() || !hasInterruptParent(lineage, tree)) {
      proceedings.hazard(
          Hazard.Kind.DRIVER_CANNOT_BIND,
          "%s has no interrupts or no interrupt-parent; its driver will say \"IRQ index 0 not found\""
              .formatted(device.node()));
    }
  }

  /** The nearest node that names one or is one ({@code of_irq_find_parent}). */
  private static boolean hasInterruptParent(List<Node> lineage, TreeIndex tree) {
    for (int i = lineage.size() - 1; i >= 0; i--) {
      Node node = lineage.get(i);
      if (node.property("interrupt-parent").isPresent()) {
        return node.property("interrupt-parent")
            .flatMap(Property::asCell)
            .flatMap(phandle -> tree.byPhandle(phandle))
            .isPresent();
      }
      if (node.property("#interrupt-cells").isPresent()) {
        return true;
      }
    }
    return false;
  }
}
