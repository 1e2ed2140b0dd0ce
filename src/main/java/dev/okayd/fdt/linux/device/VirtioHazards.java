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
 * Checks virtio-mmio devices that an overlay creates or destroys (drivers/virtio/virtio_mmio.c).
 */
public final class VirtioHazards {
  private static final Set<String> VIRTIO_MMIO = Set.of("virtio,mmio");

  private VirtioHazards() {}

  /** Checks the devices that a changeset has created. */
  public static void check(Changeset changeset, TreeIndex tree, PredictionBuilder prediction) {
    Set<NodePath> added = changeset.attached();
    for (Device device : prediction.created()) {
      List<Node> lineage = tree.lineage(device.node());
      Node node = lineage.get(lineage.size() - 1);
      if (NodeProperties.isCompatible(node, VIRTIO_MMIO)) {
        check(device, node, prediction);
        checkInterrupt(device, node, lineage, tree, prediction);
        if (added.contains(device.node())) {
          prediction.hazard(Hazard.Kind.UNSAFE_REMOVAL, unsafeRemoval(device));
        }
      }
    }
  }

  private static String unsafeRemoval(Device device) {
    return "removing %s removes its properties before its driver unbinds, which leaks its interrupt, and adding it again crashes the kernel: put the node into the boot tree, disabled, and change only its status"
        .formatted(device.node());
  }

  /** Checks the devices that are destroyed together with nodes of the changeset. */
  public static void checkRemoval(
      Changeset changeset, TreeIndex before, PredictionBuilder prediction) {
    Set<NodePath> added = changeset.attached();
    for (Device device : prediction.destroyed()) {
      boolean isVirtio =
          before
              .find(device.node())
              .filter(node -> NodeProperties.isCompatible(node, VIRTIO_MMIO))
              .isPresent();
      if (isVirtio && added.contains(device.node())) {
        prediction.hazard(Hazard.Kind.UNSAFE_REMOVAL, unsafeRemoval(device));
      }
    }
  }

  private static void check(Device device, Node node, PredictionBuilder prediction) {
    if (node.property("reg").isEmpty()) {
      prediction.hazard(
          Hazard.Kind.DRIVER_CANNOT_BIND,
          "%s has no reg, so its driver cannot access its registers".formatted(device.node()));
    }
  }

  /** {@code of_irq_parse_one} for the first interrupt. */
  private static void checkInterrupt(
      Device device, Node node, List<Node> lineage, TreeIndex tree, PredictionBuilder prediction) {
    if (node.property("interrupts-extended").isPresent()) {
      return;
    }
    if (node.property("interrupts").isEmpty() || !hasInterruptParent(lineage, tree)) {
      prediction.hazard(
          Hazard.Kind.DRIVER_CANNOT_BIND,
          "%s has no interrupts or no interrupt-parent; its driver will log \"IRQ index 0 not found\""
              .formatted(device.node()));
    }
  }

  /**
   * Searches upwards for a node that names an interrupt parent or is one ({@code
   * of_irq_find_parent}).
   */
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
