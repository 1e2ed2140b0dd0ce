package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.base.LiveNodeLookup;
import dev.okayd.fdt.linux.base.NodeProperties;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.prediction.Device;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.NoEffect;
import dev.okayd.fdt.linux.prediction.PredictionBuilder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Creates and destroys devices after a changeset was applied to the tree ({@code
 * of_platform_notify} of drivers/of/platform.c).
 */
final class PlatformNotifier {
  private final TreeIndex tree;
  private final PredictionBuilder prediction;
  private final DriverPopulatedBuses drivers;
  private final Map<NodePath, Device> devices;
  private final Set<String> names;
  private final Set<NodePath> inUse;
  private final Set<NodePath> buses;

  /**
   * Creates a notifier.
   *
   * @param tree the tree with the changeset
   * @param before the devices before the change
   * @param drivers handles nodes whose parent the kernel does not populate itself
   */
  PlatformNotifier(
      TreeIndex tree,
      DeviceTable before,
      DriverPopulatedBuses drivers,
      PredictionBuilder prediction) {
    this.tree = tree;
    this.prediction = prediction;
    this.drivers = drivers;
    this.devices = new LinkedHashMap<>(before.byNode());
    this.names =
        before.byNode().values().stream()
            .filter(device -> device.bus() == Device.Bus.PLATFORM)
            .map(Device::name)
            .collect(Collectors.toCollection(HashSet::new));
    this.inUse = new LinkedHashSet<>(before.inUse());
    this.buses = new LinkedHashSet<>(before.buses());
  }

  DeviceTable devices() {
    return new DeviceTable(devices, inUse, buses);
  }

  /**
   * Handles a node that becomes enabled; returns the error of the notifier. If several changes
   * fail, the last error counts.
   */
  Optional<ErrnoException> enabled(NodePath path) {
    Node node = tree.find(path).orElseThrow();
    if (path.names().isEmpty()) {
      prediction.hazard(
          Hazard.Kind.KERNEL_CRASH,
          "the root becomes enabled, and the kernel crashes because the root has no parent: do not change the status of the root");
      return Optional.empty();
    }
    if (!buses.contains(path.parent())) {
      drivers.enabled(path);
      return Optional.empty();
    }
    if (inUse.contains(path)) {
      prediction.withoutEffect(path, NoEffect.Why.IN_USE_ALREADY);
      return Optional.empty();
    }
    Device device = new Device(path, Device.Bus.PLATFORM, DeviceName.of(tree, path));
    if (!names.add(device.name())) {
      return Optional.of(failed(device));
    }
    inUse.add(path);
    devices.put(path, device);
    prediction.create(device);
    if (NodeProperties.isCompatible(node, BootPopulation.BUSES) && !node.children().isEmpty()) {
      prediction.withoutEffect(path, NoEffect.Why.CHILDREN_WITHOUT_DEVICES);
    }
    if (NodeProperties.isCompatible(node, BootPopulation.AMBA)) {
      prediction.withoutEffect(path, NoEffect.Why.AMBA_DRIVER_CANNOT_BIND);
    }
    return Optional.empty();
  }

  private ErrnoException failed(Device device) {
    String node = LiveNodeLookup.printed(device.node());
    prediction.log().of("of_platform_notify: failed to create for '%s'".formatted(node));
    prediction.log().of("changeset notifier error @" + node);
    return new ErrnoException(
        Errno.EINVAL,
        "the kernel cannot create a device for %s, because another node already has the device %s; the changes of the overlay stay in the tree"
            .formatted(device.node(), device.name()));
  }

  /**
   * Handles a node that becomes disabled or was removed.
   *
   * @return whether it had a device or may have had one
   */
  boolean disabled(NodePath path) {
    Optional<Device> device =
        Optional.ofNullable(devices.get(path)).filter(d -> d.bus() == Device.Bus.PLATFORM);
    device.ifPresent(this::destroy);
    boolean driverDependent = !path.names().isEmpty() && !buses.contains(path.parent());
    return device.isPresent() || (driverDependent && drivers.disabled(path));
  }

  /**
   * {@code of_platform_device_destroy}: destroys the device and, if it is a bus, the devices below
   * it.
   */
  private void destroy(Device device) {
    if (buses.contains(device.node())) {
      tree.find(device.node()).stream()
          .flatMap(node -> node.children().stream())
          .map(child -> device.node().child(child.name()))
          .map(devices::get)
          .flatMap(Stream::ofNullable)
          .toList()
          .forEach(this::destroy);
    }
    inUse.remove(device.node());
    buses.remove(device.node());
    devices.remove(device.node());
    if (device.bus() == Device.Bus.PLATFORM) {
      names.remove(device.name());
    }
    prediction.destroy(device);
  }
}
