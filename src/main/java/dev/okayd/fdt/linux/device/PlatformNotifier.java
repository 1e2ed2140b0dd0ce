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
 * Makes devices and takes them away once a changeset is in the tree ({@code of_platform_notify} of
 * drivers/of/platform.c).
 */
final class PlatformNotifier {
  private final TreeIndex tree;
  private final PredictionBuilder proceedings;
  private final DriverPopulatedBuses drivers;
  private final Map<NodePath, Device> devices;
  private final Set<String> names;
  private final Set<NodePath> inUse;
  private final Set<NodePath> buses;

  /**
   * A notifier.
   *
   * @param tree with the changeset in it
   * @param before what the kernel had until then
   * @param drivers of nodes that the kernel does not populate by itself
   */
  PlatformNotifier(
      TreeIndex tree,
      DeviceTable before,
      DriverPopulatedBuses drivers,
      PredictionBuilder proceedings) {
    this.tree = tree;
    this.proceedings = proceedings;
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

  /** A node becomes enabled. The errors of several changes are one refusal, the last. */
  Optional<ErrnoException> enabled(NodePath path) {
    Node node = tree.find(path).orElseThrow();
    if (path.names().isEmpty()) {
      proceedings.hazard(
          Hazard.Kind.KERNEL_CRASH,
          "the root becomes enabled, and the kernel looks for its parent: leave the root's status alone");
      return Optional.empty();
    }
    if (!buses.contains(path.parent())) {
      drivers.enabled(path);
      return Optional.empty();
    }
    if (inUse.contains(path)) {
      proceedings.withoutEffect(path, NoEffect.Why.IN_USE_ALREADY);
      return Optional.empty();
    }
    Device device = new Device(path, Device.Bus.PLATFORM, DeviceName.of(tree, path));
    if (!names.add(device.name())) {
      return Optional.of(failed(device));
    }
    inUse.add(path);
    devices.put(path, device);
    proceedings.create(device);
    if (NodeProperties.isCompatible(node, BootPopulation.BUSES) && !node.children().isEmpty()) {
      proceedings.withoutEffect(path, NoEffect.Why.CHILDREN_WITHOUT_DEVICES);
    }
    if (NodeProperties.isCompatible(node, BootPopulation.AMBA)) {
      proceedings.withoutEffect(path, NoEffect.Why.AMBA_DRIVER_CANNOT_BIND);
    }
    return Optional.empty();
  }

  private ErrnoException failed(Device device) {
    String node = LiveNodeLookup.printed(device.node());
    proceedings.log().of("of_platform_notify: failed to create for '%s'".formatted(node));
    proceedings.log().of("changeset notifier error @" + node);
    return new ErrnoException(
        Errno.EINVAL,
        "no device can be made of %s, for another node has the device %s already; what the overlay changes stays in the tree"
            .formatted(device.node(), device.name()));
  }

  /**
   * A node becomes disabled, or is no longer there.
   *
   * @return whether it had a device, or may have had one
   */
  boolean disabled(NodePath path) {
    Optional<Device> device =
        Optional.ofNullable(devices.get(path)).filter(d -> d.bus() == Device.Bus.PLATFORM);
    device.ifPresent(this::destroy);
    boolean may = !path.names().isEmpty() && !buses.contains(path.parent());
    return device.isPresent() || (may && drivers.disabled(path));
  }

  /** {@code of_platform_device_destroy}: with the devices below it, if it is a bus. */
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
    proceedings.destroy(device);
  }
}
