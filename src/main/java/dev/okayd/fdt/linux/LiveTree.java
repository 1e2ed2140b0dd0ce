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
 * The live tree of a kernel: its nodes, the devices made of them, and the overlays that are on.
 * Nothing changes it; applying and removing answer another one.
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

  /** What a kernel has after it has booted this tree. */
  public static LiveTree booted(DeviceTree tree) {
    TreeIndex index = new TreeIndex(tree);
    return new LiveTree(index, BootPopulation.of(index), OverlayChangesets.NONE);
  }

  /**
   * What {@code of_overlay_fdt_apply} does with these bytes. It may keep an overlay that it has
   * refused: the verdict has its id then.
   */
  public OverlayDryRun apply(byte[] blob) {
    return OverlayApply.of(this, blob);
  }

  /**
   * The same, as okayd's kernel module calls it: what the kernel has refused and keeps all the same
   * is removed at once, unless that may crash the kernel because its changeset was being built.
   */
  public OverlayDryRun applyOrTakeOff(byte[] blob) {
    return apply(blob).orTakenOff();
  }

  /** What {@code of_overlay_remove} does with this id. */
  public OverlayDryRun remove(int overlayId) {
    return OverlayRemoval.of(this, overlayId);
  }

  /** The nodes, with what overlays have changed. */
  public DeviceTree tree() {
    return tree.tree();
  }

  /** The devices that the kernel has made of nodes. */
  public List<Device> devices() {
    return List.copyOf(devices.byNode().values());
  }

  /** The device of a node. */
  public Optional<Device> device(NodePath node) {
    return Optional.ofNullable(devices.byNode().get(node));
  }

  /** Whether a node that is enabled below this one becomes a device. */
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
