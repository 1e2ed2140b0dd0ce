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
 * What becomes of nodes below those that the kernel did not populate by itself when it booted.
 * Other notifiers than that of the platform core see the same changes, and drivers populate their
 * own nodes, so it depends on the driver of the parent.
 */
final class DriverPopulatedBuses {
  /** Their driver is known, and makes no devices. */
  private static final Set<String> CHILDLESS = Set.of("virtio,mmio");

  private final TreeIndex tree;
  private final Set<NodePath> buses;
  private final PredictionBuilder proceedings;

  /**
   * The drivers.
   *
   * @param tree with the changeset in it, whether that is applied or was reverted
   * @param before what the kernel had until then
   */
  DriverPopulatedBuses(TreeIndex tree, DeviceTable before, PredictionBuilder proceedings) {
    this.tree = tree;
    this.buses = before.buses();
    this.proceedings = proceedings;
  }

  /** A node below such a parent becomes enabled. */
  void enabled(NodePath path) {
    Optional<NoEffect.Why> obstacle = obstacle(path);
    if (obstacle.isPresent()) {
      proceedings.withoutEffect(path, obstacle.get());
      return;
    }
    ChildBus bus = bus(path);
    proceedings.dependent(new DependentDevice(path, Change.COMES, bus));
    if (bus == ChildBus.I2C || bus == ChildBus.SPI) {
      checkProperties(path, bus);
    }
  }

  /** A node below such a parent becomes disabled or goes. Answers whether it may have a device. */
  boolean disabled(NodePath path) {
    if (obstacle(path).isPresent()) {
      return false;
    }
    proceedings.dependent(new DependentDevice(path, Change.GOES, bus(path)));
    return true;
  }

  private ChildBus bus(NodePath path) {
    return ChildBus.of(tree.lineage(path.parent()));
  }

  /** Why no driver can make a device of a child, if so. */
  private Optional<NoEffect.Why> obstacle(NodePath path) {
    List<Node> lineage = tree.lineage(path.parent());
    if (!lineage.stream().allMatch(NodeProperties::isAvailable)) {
      return Optional.of(NoEffect.Why.PARENT_IS_DISABLED);
    }
    Node node = lineage.get(lineage.size() - 1);
    // simple_pm_bus_probe leaves those alone that the kernel populates when it boots; below a bus
    // of a driver, it is that driver's matter
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
        proceedings.hazard(
            Hazard.Kind.DRIVER_CANNOT_BIND,
            "%s has no %s, so it does not become %s; if the bus is there, the kernel answers with an error, and what the overlay changes stays in the tree"
                .formatted(path, property, bus.device()));
      }
    }
  }
}
