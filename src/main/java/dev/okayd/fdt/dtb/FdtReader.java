package dev.okayd.fdt.dtb;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.MemoryReservation;
import dev.okayd.fdt.Node;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads blobs of versions 1 to 17, as dtc does; in strict mode, versions 16 and 17. The reader
 * checks the whole blob while reading: it never allocates memory by an unchecked length, and it
 * does not recurse.
 */
public final class FdtReader {
  private FdtReader() {}

  /**
   * Reads a blob leniently, within {@link Limits#DEFAULT}. Ignores bytes after {@code totalsize}.
   *
   * @throws FdtFormatException if the blob is not a well-formed device tree
   */
  public static DeviceTree read(byte[] blob) {
    return read(blob, Limits.DEFAULT);
  }

  /**
   * Reads a blob leniently, within these limits. Ignores bytes after {@code totalsize}.
   *
   * @throws FdtFormatException if the blob is not a well-formed device tree or exceeds the limits
   */
  public static DeviceTree read(byte[] blob, Limits limits) {
    return read(blob, limits, Strictness.LENIENT);
  }

  /**
   * Reads a blob with the given strictness, within these limits. Ignores bytes after {@code
   * totalsize}: they are not part of the blob.
   *
   * @throws FdtFormatException if the blob is not a well-formed device tree or exceeds the limits
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
