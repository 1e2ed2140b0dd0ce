package dev.okayd.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.LiveTree;
import dev.okayd.fdt.linux.OverlayDryRun;
import dev.okayd.fdt.linux.prediction.Device;
import dev.okayd.fdt.linux.prediction.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The kernel of a guest: its live tree by the rules of Linux, with real overlays. Its transport
 * always has a disk, and its drivers always bind.
 */
final class SimulatedKernel {
  private static final long NANOS_IN_A_MILLI = 1_000_000;

  private final long bootedAt = System.nanoTime();
  private LiveTree tree;
  private OptionalInt overlay = OptionalInt.empty();

  SimulatedKernel(DeviceTree booted) {
    tree = LiveTree.booted(booted);
  }

  /** Its uptime. */
  long uptimeMillis() {
    return (System.nanoTime() - bootedAt) / NANOS_IN_A_MILLI;
  }

  Optional<Device> device(NodePath node) {
    return tree.device(node);
  }

  /** The live status of the node. */
  String status(NodePath node) {
    return tree.tree()
        .find(node)
        .flatMap(found -> found.property("status"))
        .map(property -> new String(property.value(), StandardCharsets.US_ASCII).replace("\0", ""))
        .orElse("absent");
  }

  Prediction apply(byte[] blob) {
    OverlayDryRun outcome = tree.applyOrRemove(blob);
    tree = outcome.tree();
    overlay = outcome.prediction().isGood() ? outcome.prediction().overlayId() : overlay;
    return outcome.prediction();
  }

  /** Removes the applied overlay. */
  Prediction remove() {
    OverlayDryRun outcome = tree.remove(overlay.orElseThrow());
    tree = outcome.tree();
    return outcome.prediction();
  }

  /** The proof that the guest reports for the disk. */
  ObjectNode proof(NodePath node) {
    ObjectNode proof = JsonNodeFactory.instance.objectNode().put("status", status(node));
    device(node)
        .ifPresent(
            device ->
                proof
                    .put("platformDevice", device.name())
                    .put("driver", "virtio-mmio")
                    .put("virtioDevice", "virtio0")
                    .put("virtioId", 2)
                    .put("virtioDriver", "virtio_blk"));
    return proof;
  }
}
