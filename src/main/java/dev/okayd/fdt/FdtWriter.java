package dev.okayd.fdt;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes version 17 blobs. The same tree always gives the same bytes, and they are the bytes that
 * dtc writes: memory reservations, structure, strings in first-use order, and padding as asked for.
 */
public final class FdtWriter {
  private final ByteArrayOutputStream structureBytes = new ByteArrayOutputStream();
  private final DataOutputStream structure = new DataOutputStream(structureBytes);
  private final StringsBlock strings = new StringsBlock();

  private FdtWriter() {}

  /** The blob of a tree, without padding. */
  public static byte[] write(DeviceTree tree) {
    return write(tree, Padding.NONE);
  }

  /**
   * The blob of a tree, with zeroes behind it.
   *
   * @throws IllegalArgumentException if it would be larger than a blob can be, 2 GiB less one byte
   */
  public static byte[] write(DeviceTree tree, Padding padding) {
    try {
      return new FdtWriter().blob(tree, padding);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
  }

  private byte[] blob(DeviceTree tree, Padding padding) throws IOException {
    node(tree.root());
    structure.writeInt(Fdt.END);

    byte[] stringsBlock = strings.toByteArray();
    int reservations = Fdt.align(Fdt.HEADER_SIZE, Fdt.RESERVATION_ALIGNMENT);
    int structureOffset = reservations + (tree.reservations().size() + 1) * Fdt.RESERVATION_SIZE;
    int stringsOffset = structureOffset + structure.size();
    int used = stringsOffset + stringsBlock.length;
    int totalSize = padding.totalSize(used);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream(totalSize);
    DataOutputStream blob = new DataOutputStream(bytes);
    blob.writeInt(Fdt.MAGIC);
    blob.writeInt(totalSize);
    blob.writeInt(structureOffset);
    blob.writeInt(stringsOffset);
    blob.writeInt(reservations);
    blob.writeInt(Fdt.VERSION);
    blob.writeInt(Fdt.LAST_COMPATIBLE_VERSION);
    blob.writeInt(tree.bootCpu());
    blob.writeInt(stringsBlock.length);
    blob.writeInt(structure.size());
    for (MemoryReservation reservation : tree.reservations()) {
      blob.writeLong(reservation.address());
      blob.writeLong(reservation.size());
    }
    blob.writeLong(0);
    blob.writeLong(0);
    structureBytes.writeTo(blob);
    blob.write(stringsBlock);
    blob.write(new byte[totalSize - used]);
    return bytes.toByteArray();
  }

  private void node(Node node) throws IOException {
    structure.writeInt(Fdt.BEGIN_NODE);
    structure.write(node.name().getBytes(StandardCharsets.ISO_8859_1));
    structure.write(0);
    pad();
    for (Property property : node.properties()) {
      structure.writeInt(Fdt.PROP);
      structure.writeInt(property.length());
      structure.writeInt(strings.offset(property.name()));
      structure.write(property.value());
      pad();
    }
    for (Node child : node.children()) {
      node(child);
    }
    structure.writeInt(Fdt.END_NODE);
  }

  private void pad() throws IOException {
    while (structure.size() % Fdt.TOKEN_SIZE != 0) {
      structure.write(0);
    }
  }
}
