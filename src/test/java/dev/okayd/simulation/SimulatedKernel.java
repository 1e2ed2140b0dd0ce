package dev.okayd.simulation;

import dev.okayd.channel.Proof;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.LiveTree;
import dev.okayd.fdt.linux.OverlayDryRun;
import dev.okayd.fdt.linux.prediction.Device;
import dev.okayd.overlay.GuestTree;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One boot of a guest's kernel: a live tree with real overlays, under the kernel's rules. */
final class SimulatedKernel {
  private final String bootId;
  private final String planDigest;
  private final Map<NodePath, Enabled> applied = new LinkedHashMap<>();

  /** Backends of devices that okayd does not manage: in boot slots, and bridges by hand. */
  private final Set<String> unmanaged = new HashSet<>();

  /** The end of the use of each device. */
  private final Map<NodePath, Long> busy = new HashMap<>();

  private long bootedAtMicros;
  private long pausedMicros;
  private LiveTree tree;

  /** An applied overlay, and the backend of the device. */
  private record Enabled(int overlay, String backend) {}

  SimulatedKernel(String bootId, long bootedAtMicros, DeviceTree booted, Set<String> bootBackends) {
    this.bootId = bootId;
    this.bootedAtMicros = bootedAtMicros;
    this.tree = LiveTree.booted(booted);
    this.planDigest = digest(booted);
    this.unmanaged.addAll(bootBackends);
  }

  private SimulatedKernel(SimulatedKernel other) {
    bootId = other.bootId;
    planDigest = other.planDigest;
    applied.putAll(other.applied);
    unmanaged.addAll(other.unmanaged);
    bootedAtMicros = other.bootedAtMicros;
    pausedMicros = other.pausedMicros;
    tree = other.tree;
  }

  /** A copy of its state, for a later restore. */
  SimulatedKernel snapshot() {
    return new SimulatedKernel(this);
  }

  /** A kernel that resumes from this snapshot. */
  SimulatedKernel resumed(long snapshotAtMicros, long nowMicros) {
    SimulatedKernel resumed = new SimulatedKernel(this);
    resumed.bootedAtMicros += nowMicros - snapshotAtMicros;
    return resumed;
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

  /** Records a pause of the guest and its clocks. */
  void paused(long micros) {
    pausedMicros += micros;
  }

  /** The total time of pauses in this boot. */
  long pausedMicros() {
    return pausedMicros;
  }

  long uptimeMillis(long nowMicros) {
    return (nowMicros - bootedAtMicros - pausedMicros) / 1000;
  }

  /** A program in the guest begins to use a device. */
  void use(NodePath path, long untilMicros) {
    busy.put(path, untilMicros);
  }

  boolean isInUse(NodePath path, long nowMicros) {
    return nowMicros < busy.getOrDefault(path, 0L);
  }

  /** The nodes with an applied overlay. */
  Set<NodePath> applied() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(applied.keySet()));
  }

  /** The backend of a node with an applied overlay. */
  Optional<String> backendOf(NodePath path) {
    return Optional.ofNullable(applied.get(path)).map(Enabled::backend);
  }

  /** Whether the guest has a device of a backend. */
  boolean uses(String backend) {
    return unmanaged.contains(backend) || usesManaged(backend);
  }

  /** Whether it has one that okayd enabled. */
  boolean usesManaged(String backend) {
    return applied.values().stream().anyMatch(enabled -> enabled.backend().equals(backend));
  }

  /** Whether it has one that okayd can neither enable nor remove. */
  boolean usesUnmanaged(String backend) {
    return unmanaged.contains(backend);
  }

  /** The operator applies the overlay of a bridge. */
  void applyByHand(String backend) {
    unmanaged.add(backend);
  }

  /** Applies an overlay. Returns whether it is applied, now or from before. */
  boolean apply(NodePath path, byte[] overlay, String backend) {
    if (applied.containsKey(path)) {
      return true;
    }
    OverlayDryRun outcome = tree.applyOrRemove(overlay);
    tree = outcome.tree();
    if (!outcome.prediction().isGood()) {
      return false;
    }
    applied.put(path, new Enabled(outcome.prediction().overlayId().orElseThrow(), backend));
    return true;
  }

  void remove(NodePath path) {
    Enabled enabled = applied.remove(path);
    if (enabled != null) {
      OverlayDryRun outcome = tree.remove(enabled.overlay());
      if (outcome.prediction().isRefused()) {
        throw new Violation("The kernel refused to remove " + path);
      }
      tree = outcome.tree();
    }
  }

  /** The guest's proof of a device, which is present if its backend serves it. */
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
