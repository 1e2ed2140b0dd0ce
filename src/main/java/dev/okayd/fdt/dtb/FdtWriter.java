package dev.okayd.fdt.dtb;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.MemoryReservation;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.TreeSize;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes version 17 blobs. The same tree always gives the same bytes, and dtc writes the same ones:
 * memory reservations, structure, strings in the order of first use, and the requested padding. The
 * writer needs little memory besides the blob itself, however large it is.
 */
public final class FdtWriter {
  private final StringsBlock strings;

  private FdtWriter(StringsBlock strings) {
    this.strings = strings;
  }

  /** The blob of a tree, without padding. */
  public static byte[] write(DeviceTree tree) {
    return write(tree, Padding.NONE);
  }

  /**
   * The blob of a tree, followed by padding.
   *
   * @throws IllegalArgumentException if the blob would be larger than the maximum, 2 GiB less one
   *     byte
   */
  public static byte[] write(DeviceTree tree, Padding padding) {
    return new FdtWriter(new StringsBlock()).blob(tree, padding);
  }

  /** The blob of a tree, with a strings block that begins with the names in {@code strings}. */
  public static byte[] write(DeviceTree tree, StringsBlock strings) {
    return new FdtWriter(strings).blob(tree, Padding.NONE);
  }

  private byte[] blob(DeviceTree tree, Padding padding) {
    long structure = TreeSize.of(tree.root()).structure() + FdtConstants.TOKEN_SIZE;
    collectNames(tree.root());
    byte[] stringsBlock = strings.toByteArray();
    int reservations =
        FdtConstants.align(FdtConstants.HEADER_SIZE, FdtConstants.RESERVATION_ALIGNMENT);
    long structureOffset =
        reservations + (tree.reservations().size() + 1L) * FdtConstants.RESERVATION_SIZE;
    long stringsOffset = structureOffset + structure;
    int totalSize = padding.totalSize(stringsOffset + stringsBlock.length);

    ByteBuffer blob = ByteBuffer.allocate(totalSize);
    blob.putInt(FdtConstants.MAGIC);
    blob.putInt(totalSize);
    blob.putInt((int) structureOffset);
    blob.putInt((int) stringsOffset);
    blob.putInt(reservations);
    blob.putInt(FdtConstants.VERSION);
    blob.putInt(FdtConstants.LAST_COMPATIBLE_VERSION);
    blob.putInt(tree.bootCpu());
    blob.putInt(stringsBlock.length);
    blob.putInt((int) structure);
    blob.position(reservations);
    for (MemoryReservation reservation : tree.reservations()) {
      blob.putLong(reservation.address());
      blob.putLong(reservation.size());
    }
    blob.position((int) structureOffset);
    node(tree.root(), blob);
    blob.putInt(FdtConstants.END);
    blob.put(stringsBlock);
    return blob.array();
  }

  /** Collects names in the order of their first use. */
  private void collectNames(Node node) {
    node.properties().forEach(property -> strings.offset(property.name()));
    node.children().forEach(this::collectNames);
  }

  private void node(Node node, ByteBuffer blob) {
    blob.putInt(FdtConstants.BEGIN_NODE);
    blob.put(node.name().getBytes(StandardCharsets.ISO_8859_1));
    blob.put((byte) 0);
    align(blob);
    for (Property property : node.properties()) {
      blob.putInt(FdtConstants.PROP);
      blob.putInt(property.length());
      blob.putInt(strings.offset(property.name()));
      blob.put(property.buffer());
      align(blob);
    }
    for (Node child : node.children()) {
      node(child, blob);
    }
    blob.putInt(FdtConstants.END_NODE);
  }

  /** Skips to the next token; a new buffer is zero, so the padding is, too. */
  private static void align(ByteBuffer blob) {
    blob.position(FdtConstants.align(blob.position(), FdtConstants.TOKEN_SIZE));
  }
}
