package dev.okayd.simulation;

import dev.okayd.channel.Proof;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.Device;
import dev.okayd.fdt.linux.LiveTree;
import dev.okayd.fdt.linux.Outcome;
import dev.okayd.overlay.GuestTree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One boot of a guest's kernel: a live tree with real overlays, by the kernel's own rules. */
final class SimulatedKernel {
  private final String bootId;
  private final long bootedAtMicros;
  private final String planDigest;
  private final Map<NodePath, Integer> applied = new LinkedHashMap<>();
  private LiveTree tree;

  SimulatedKernel(String bootId, long bootedAtMicros, DeviceTree booted) {
    this.bootId = bootId;
    this.bootedAtMicros = bootedAtMicros;
    this.tree = LiveTree.booted(booted);
    this.planDigest = digest(booted);
  }

  private static String digest(DeviceTree tree) {
    return find(tree.root())
        .map(value -> new String(value, 0, value.length - 1, StandardCharsets.US_ASCII))
        .orElse("");
  }

  private static Optional<byte[]> find(Node node) {
    return node.property(GuestTree.DIGEST_PROPERTY)
        .map(property -> property.value())
        .or(() -> node.children().stream().flatMap(child -> find(child).stream()).findFirst());
  }

  String bootId() {
    return bootId;
  }

  String planDigest() {
    return planDigest;
  }

  long uptimeMillis(long nowMicros) {
    return (nowMicros - bootedAtMicros) / 1000;
  }

  /** Nodes whose overlay is on. */
  Set<NodePath> applied() {
    return Set.copyOf(applied.keySet());
  }

  /** Whether an apply was done, or was found done. */
  boolean apply(NodePath path, byte[] overlay) {
    if (applied.containsKey(path)) {
      return true;
    }
    Outcome outcome = tree.applyOrTakeOff(overlay);
    tree = outcome.tree();
    if (!outcome.verdict().isGood()) {
      return false;
    }
    applied.put(path, outcome.verdict().overlayId().orElseThrow());
    return true;
  }

  void remove(NodePath path) {
    Integer id = applied.remove(path);
    if (id != null) {
      Outcome outcome = tree.remove(id);
      if (outcome.verdict().isRefused()) {
        throw new Violation("The kernel refused to remove " + path);
      }
      tree = outcome.tree();
    }
  }

  /** What the guest sees of a device that is there if its backend serves it. */
  Proof proof(NodePath path, boolean served, int virtioId) {
    Optional<Device> device = tree.device(path);
    Optional<String> status =
        tree.tree()
            .find(path)
            .flatMap(node -> node.property("status"))
            .map(property -> property.value())
            .map(value -> new String(value, 0, value.length - 1, StandardCharsets.US_ASCII));
    boolean bound = device.isPresent() && served;
    return new Proof(
        status,
        device.map(Device::name),
        device.map(present -> "virtio-mmio"),
        bound ? Optional.of("virtio0") : Optional.empty(),
        bound ? Optional.of(virtioId) : Optional.empty(),
        bound ? Optional.of("virtio_drv") : Optional.empty());
  }
}
