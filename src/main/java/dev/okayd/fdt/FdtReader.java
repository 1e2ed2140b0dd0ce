package dev.okayd.fdt;

import dev.okayd.fdt.FdtFormatException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads blobs of versions 16 and 17. The whole blob is checked while it is read: nothing is
 * allocated by a length that the blob claims, and nothing recurses.
 */
public final class FdtReader {
  private FdtReader() {}

  /**
   * Reads a blob within {@link Limits#DEFAULT}. Bytes behind {@code totalsize} are ignored.
   *
   * @throws FdtFormatException if it is no well-formed device tree
   */
  public static DeviceTree read(byte[] blob) {
    return read(blob, Limits.DEFAULT);
  }

  /**
   * Reads a blob within these limits. Bytes behind {@code totalsize} are ignored.
   *
   * @throws FdtFormatException if it is no well-formed device tree, or beyond the limits
   */
  public static DeviceTree read(byte[] blob, Limits limits) {
    ByteBuffer buffer = ByteBuffer.wrap(blob).asReadOnlyBuffer();
    FdtHeader header = FdtHeader.read(buffer, limits);
    List<MemoryReservation> reservations = reservations(buffer, header);
    Node root = new StructureReader(buffer, header, limits).read();
    return new DeviceTree(root, reservations, header.bootCpu());
  }

  private static List<MemoryReservation> reservations(ByteBuffer blob, FdtHeader header) {
    List<MemoryReservation> entries = new ArrayList<>();
    int offset = header.reservations();
    while (offset + Fdt.RESERVATION_SIZE <= header.totalSize()) {
      long address = blob.getLong(offset);
      long size = blob.getLong(offset + Long.BYTES);
      if (size == 0) {
        if (address == 0) {
          return entries;
        }
        // the end for some readers, an entry for others: they would see two trees in one blob
        throw new FdtFormatException(
            Kind.BAD_RESERVATIONS, offset, "/", "A memory reservation has size 0");
      }
      entries.add(new MemoryReservation(address, size));
      offset += Fdt.RESERVATION_SIZE;
    }
    throw new FdtFormatException(
        Kind.BAD_RESERVATIONS, offset, "/", "The memory reservation block has no end");
  }
}
