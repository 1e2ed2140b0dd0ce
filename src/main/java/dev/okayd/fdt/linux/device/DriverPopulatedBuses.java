package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.base.NodeProperties;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.prediction.ChildBus;
import dev.okayd.fdt.linux.prediction.DependentDevice;
import dev.okayd.fdt.linux.prediction.DependentDevice.Change;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.NoEffect;
import dev.okayd.fdt.linux.prediction.PredictionBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Predicts the devices of nodes whose parent the kernel did not populate at boot. The result
 * depends on the driver of the parent, because drivers populate their own nodes, and the notifiers
 * of other bus cores see the same changes as that of the platform core.
 */
final class DriverPopulatedBuses {
  /** Nodes whose driver is known and creates no devices. */
  private static final Set<String> CHILDLESS = Set.of("virtio,mmio");

  private final TreeIndex tree;
  private final Set<NodePath> buses;
  private final PredictionBuilder prediction;

  /**
   * Creates the predictor.
   *
   * @param tree the tree with the changeset, both for an apply and for a revert
   * @param before the devices before the change
   */
  DriverPopulatedBuses(TreeIndex tree, DeviceTable before, PredictionBuilder prediction) {
    this.tree = tree;
    this.buses = before.buses();
    this.prediction = prediction;
  }

  /** Handles a node below such a parent that becomes enabled. */
  void enabled(NodePath path) {
    Optional<NoEffect.Why> whyNoDevice = whyNoDevice(path);
    if (whyNoDevice.isPresent()) {
      prediction.withoutEffect(path, whyNoDevice.get());
      return;
    }
    ChildBus bus = bus(path);
    prediction.dependent(new DependentDevice(path, Change.COMES, bus));
    if (bus == ChildBus.I2C || bus == ChildBus.SPI) {
      checkProperties(path, bus);
    }
  }

  /**
   * Handles a node below such a parent that becomes disabled or is removed; returns whether it may
   * have a device.
   */
  boolean disabled(NodePath path) {
    if (whyNoDevice(path).isPresent()) {
      return false;
    }
    prediction.dependent(new DependentDevice(path, Change.GOES, bus(path)));
    return true;
  }

  private ChildBus bus(NodePath path) {
    return ChildBus.of(tree.lineage(path.parent()));
  }

  /** The reason why no driver can create a device for a child; empty if a driver can. */
  private Optional<NoEffect.Why> whyNoDevice(NodePath path) {
    List<Node> lineage = tree.lineage(path.parent());
    if (!lineage.stream().allMatch(NodeProperties::isAvailable)) {
      return Optional.of(NoEffect.Why.PARENT_IS_DISABLED);
    }
    Node node = lineage.get(lineage.size() - 1);
    // simple_pm_bus_probe skips nodes that the kernel populates at boot; below a bus that a driver
    // populates, that driver decides
    if (NodeProperties.isFirstCompatible(node, BootPopulation.BUSES)
        && buses.contains(path.parent().parent())) {
      return Optional.of(NoEffect.Why.PARENT_IS_NO_BUS);
    }
    if (NodeProperties.isCompatible(node, CHILDLESS)) {
      return Optional.of(NoEffect.Why.PARENT_HAS_NO_CHILDREN);
    }
    boolean part =
        bus(path) == ChildBus.PLATFORM
            && tree.find(path).orElseThrow().property("compatible").isEmpty();
    return part ? Optional.of(NoEffect.Why.PART_OF_PARENT) : Optional.empty();
  }

  /** {@code of_i2c_get_board_info}, {@code of_register_spi_device}. */
  private void checkProperties(NodePath path, ChildBus bus) {
    Node node = tree.find(path).orElseThrow();
    for (String property : List.of("compatible", "reg")) {
      if (node.property(property).isEmpty()) {
        prediction.hazard(
            Hazard.Kind.DRIVER_CANNOT_BIND,
            "%s has no %s, so it does not become %s; if the bus exists, the kernel returns an error, but the changes of the overlay stay in the tree"
                .formatted(path, property, bus.device()));
      }
    }
  }
}
