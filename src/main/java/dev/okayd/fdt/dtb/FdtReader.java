package dev.okayd.fdt.dtb;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.MemoryReservation;
import dev.okayd.fdt.Node;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads blobs of versions 1 to 17, as dtc does; strictly, of 16 and 17. The whole blob is checked
 * while it is read: nothing is allocated by a length that the blob claims, and nothing recurses.
 */
public final class FdtReader {
  private FdtReader() {}

  /**
   * Reads a blob leniently, within {@link Limits#DEFAULT}. Bytes behind {@code totalsize} are
   * ignored.
   *
   * @throws FdtFormatException if it is no well-formed device tree
   */
  public static DeviceTree read(byte[] blob) {
    return read(blob, Limits.DEFAULT);
  }

  /**
   * Reads a blob leniently, within these limits. Bytes behind {@code totalsize} are ignored.
   *
   * @throws FdtFormatException if it is no well-formed device tree, or beyond the limits
   */
  public static DeviceTree read(byte[] blob, Limits limits) {
    return read(blob, limits, Strictness.LENIENT);
  }

  /**
   * Reads a blob as strictly as is said, within these limits. Bytes behind {@code totalsize} are
   * ignored: they are no part of the blob.
   *
   * @throws FdtFormatException if it is no well-formed device tree, or beyond the limits
   */
  public static DeviceTree read(byte[] blob, Limits limits, Strictness strictness) {
    ByteBuffer buffer = ByteBuffer.wrap(blob).asReadOnlyBuffer();
    FdtHeader header = FdtHeader.read(buffer, limits);
    List<MemoryReservation> reservations = new ReservationReader(buffer, header, strictness).read();
    StructureReader structure = new StructureReader(buffer, header, limits, strictness);
    Node root = structure.read();
    if (strictness == Strictness.STRICT) {
      StrictLayout.check(buffer, header, reservations.size(), structure.end());
    }
    return new DeviceTree(root, reservations, header.bootCpu());
  }
}
