package dev.okayd.fdt.linux;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.base.TreeIndex;
import dev.okayd.fdt.linux.device.BootPopulation;
import dev.okayd.fdt.linux.device.DeviceTable;
import dev.okayd.fdt.linux.prediction.Device;
import java.util.List;
import java.util.Optional;

/**
 * The live tree of a kernel: its nodes, the devices created for them, and the applied overlays. It
 * is immutable; {@link #apply} and {@link #remove} return a new tree.
 */
public final class LiveTree {
  private final TreeIndex tree;
  private final DeviceTable devices;
  private final OverlayChangesets overlays;

  LiveTree(TreeIndex tree, DeviceTable devices, OverlayChangesets overlays) {
    this.tree = tree;
    this.devices = devices;
    this.overlays = overlays;
  }

  /** The live tree of a kernel that has booted this tree. */
  public static LiveTree booted(DeviceTree tree) {
    TreeIndex index = new TreeIndex(tree);
    return new LiveTree(index, BootPopulation.of(index), OverlayChangesets.NONE);
  }

  /**
   * Predicts {@code of_overlay_fdt_apply} for these bytes. The kernel may keep an overlay that it
   * has refused; the prediction then has the id of that overlay.
   */
  public OverlayDryRun apply(byte[] blob) {
    return OverlayApply.of(this, blob);
  }

  /**
   * Predicts an apply by okayd's kernel module. If the kernel refuses the overlay but keeps it, the
   * module removes it at once, unless the removal may crash the kernel because the error came after
   * the kernel began to build the changeset.
   */
  public OverlayDryRun applyOrRemove(byte[] blob) {
    return apply(blob).withRefusedRemoved();
  }

  /** Predicts {@code of_overlay_remove} for this id. */
  public OverlayDryRun remove(int overlayId) {
    return OverlayRemoval.of(this, overlayId);
  }

  /** The nodes, including the changes of overlays. */
  public DeviceTree tree() {
    return tree.tree();
  }

  /** The devices that the kernel has created for nodes. */
  public List<Device> devices() {
    return List.copyOf(devices.byNode().values());
  }

  /** The device of a node. */
  public Optional<Device> device(NodePath node) {
    return Optional.ofNullable(devices.byNode().get(node));
  }

  /** Whether the kernel creates a device for a node that becomes enabled below this one. */
  public boolean isPopulatedBus(NodePath node) {
    return devices.buses().contains(node);
  }

  TreeIndex index() {
    return tree;
  }

  DeviceTable deviceTable() {
    return devices;
  }

  OverlayChangesets overlays() {
    return overlays;
  }

  LiveTree with(OverlayChangesets others) {
    return new LiveTree(tree, devices, others);
  }
}
