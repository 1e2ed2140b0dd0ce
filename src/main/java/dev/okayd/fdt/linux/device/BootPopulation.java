package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.base.NodeProperties;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.prediction.Device;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The devices that the kernel creates from a tree at boot ({@code
 * of_platform_default_populate_init} of drivers/of/platform.c).
 */
public final class BootPopulation {
  static final Set<String> AMBA = Set.of("arm,primecell");

  /** {@code of_default_bus_match_table}. */
  static final Set<String> BUSES = Set.of("simple-bus", "simple-mfd", "isa", "arm,amba-bus");

  /** {@code of_skipped_node_table}. */
  private static final Set<String> SKIPPED = Set.of("operating-points-v2");

  /** {@code reserved_mem_matches}. */
  private static final Set<String> RESERVED_MEMORY =
      Set.of(
          "phram",
          "qcom,rmtfs-mem",
          "qcom,cmd-db",
          "qcom,smem",
          "ramoops",
          "nvmem-rmem",
          "google,open-dice");

  private static final Set<String> FRAMEBUFFER = Set.of("simple-framebuffer");

  /**
   * Nodes that {@code of_irq_init} and {@code of_clk_init} set up before the first device: the
   * interrupt controllers of irq-gic.c and irq-gic-v3.c, and the clocks that need no driver.
   */
  private static final Set<String> EARLY =
      Set.of(
          "arm,gic-400",
          "arm,cortex-a7-gic",
          "arm,cortex-a9-gic",
          "arm,cortex-a15-gic",
          "arm,pl390",
          "arm,gic-v3",
          "fixed-clock",
          "fixed-factor-clock");

  private final TreeIndex tree;
  private final Map<NodePath, Device> devices = new LinkedHashMap<>();
  private final Set<NodePath> inUse = new LinkedHashSet<>();
  private final Set<NodePath> buses = new LinkedHashSet<>();

  private BootPopulation(TreeIndex tree) {
    this.tree = tree;
  }

  public static DeviceTable of(TreeIndex tree) {
    BootPopulation boot = new BootPopulation(tree);
    Node root = tree.tree().root();
    boot.early(root, NodePath.ROOT);
    boot.reservedMemory(root, NodePath.ROOT);
    boot.populate(new NodePath(List.of("firmware")));
    boot.framebuffer(new NodePath(List.of("chosen")));
    boot.populate(NodePath.ROOT);
    return new DeviceTable(boot.devices, boot.inUse, boot.buses);
  }

  private void early(Node node, NodePath path) {
    if (NodeProperties.isCompatible(node, EARLY) && NodeProperties.isAvailable(node)) {
      inUse.add(path);
    }
    node.children().forEach(child -> early(child, path.child(child.name())));
  }

  private void reservedMemory(Node node, NodePath path) {
    if (NodeProperties.isCompatible(node, RESERVED_MEMORY)) {
      device(node, path, Device.Bus.PLATFORM);
    }
    node.children().forEach(child -> reservedMemory(child, path.child(child.name())));
  }

  private void framebuffer(NodePath chosen) {
    tree.find(chosen).stream()
        .flatMap(node -> node.children().stream())
        .filter(child -> NodeProperties.isCompatible(child, FRAMEBUFFER))
        .findFirst()
        .ifPresent(child -> device(child, chosen.child(child.name()), Device.Bus.PLATFORM));
  }

  /** {@code of_platform_populate}. */
  private void populate(NodePath parent) {
    tree.find(parent)
        .ifPresent(
            node -> {
              node.children().forEach(child -> create(child, parent.child(child.name())));
              buses.add(parent);
            });
  }

  /** {@code of_platform_bus_create}. */
  private void create(Node node, NodePath path) {
    if (node.property("compatible").isEmpty()
        || NodeProperties.isCompatible(node, SKIPPED)
        || buses.contains(path)) {
      return;
    }
    if (NodeProperties.isCompatible(node, AMBA)) {
      device(node, path, Device.Bus.AMBA);
    } else if (device(node, path, Device.Bus.PLATFORM)
        && NodeProperties.isCompatible(node, BUSES)) {
      populate(path);
    }
  }

  /** Creates a device; returns whether it did. */
  private boolean device(Node node, NodePath path, Device.Bus bus) {
    if (!NodeProperties.isAvailable(node) || !inUse.add(path)) {
      return false;
    }
    devices.put(path, new Device(path, bus, DeviceName.of(tree, path)));
    return true;
  }
}
