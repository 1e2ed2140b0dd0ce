package dev.okayd.bench;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A base of n gated nodes, and an overlay of n changes: half of them enable a node of the base,
 * each in its own fragment as in gate overlays, and half of them add a node.
 *
 * @param base what is merged into
 * @param overlay what is merged
 */
record MergeCase(DeviceTree base, DeviceTree overlay) {
  private static final int SLOT_SIZE = 0x200;
  private static final int WINDOW = 0xa000000;

  /** The files of the blobs, and the output file of programs. */
  record Paths(String base, String overlay, String merged) {}

  static MergeCase of(int nodes) {
    return new MergeCase(DeviceTree.of(base(nodes)), DeviceTree.of(overlay(nodes)));
  }

  /** Writes both into a new directory. */
  Paths write() throws IOException {
    Path directory = Files.createTempDirectory("okayd-bench");
    return new Paths(
        Files.write(directory.resolve("base.dtb"), FdtWriter.write(base)).toString(),
        Files.write(directory.resolve("overlay.dtbo"), FdtWriter.write(overlay)).toString(),
        directory.resolve("merged.dtb").toString());
  }

  private static Node base(int nodes) {
    List<Node> gated = IntStream.range(0, nodes).mapToObj(MergeCase::virtio).toList();
    return new Node(
        "", List.of(Property.cells("#address-cells", 2), Property.cells("#size-cells", 2)), gated);
  }

  private static Node overlay(int nodes) {
    List<Node> fragments = new ArrayList<>();
    for (int i = 0; i < nodes / 2; i++) {
      Node change = Node.of("__overlay__", Property.strings("status", "okay"));
      // every second node, so that the search has its average cost
      fragments.add(fragment(i, "/" + name(2 * i), change));
    }
    List<Node> added =
        IntStream.range(nodes, nodes + nodes / 2).mapToObj(MergeCase::virtio).toList();
    fragments.add(fragment(nodes / 2, "/", new Node("__overlay__", List.of(), added)));
    return new Node("", List.of(), fragments);
  }

  private static Node fragment(int number, String target, Node change) {
    return Node.of("fragment@" + number, Property.strings("target-path", target)).withChild(change);
  }

  private static Node virtio(int slot) {
    return Node.of(
        name(slot),
        Property.strings("compatible", "virtio,mmio"),
        Property.cells("reg", 0, WINDOW + slot * SLOT_SIZE, 0, SLOT_SIZE),
        Property.cells("interrupts", 0, slot, 1),
        Property.empty("dma-coherent"),
        Property.strings("status", "disabled"));
  }

  private static String name(int slot) {
    return "virtio@" + Integer.toHexString(WINDOW + slot * SLOT_SIZE);
  }
}
