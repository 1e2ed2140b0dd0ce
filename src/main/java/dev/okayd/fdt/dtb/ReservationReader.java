package dev.okayd.fdt.dtb;

import dev.okayd.fdt.MemoryReservation;
import dev.okayd.fdt.dtb.FdtFormatException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the memory reservation block (specification, §5.3). */
final class ReservationReader {
  private final ByteBuffer blob;
  private final FdtHeader header;
  private final Strictness strictness;

  ReservationReader(ByteBuffer blob, FdtHeader header, Strictness strictness) {
    this.blob = blob;
    this.header = header;
    this.strictness = strictness;
  }

  List<MemoryReservation> read() {
    List<MemoryReservation> entries = entries();
    if (strictness == Strictness.STRICT) {
      checkOverlaps(entries);
    }
    return entries;
  }

  private List<MemoryReservation> entries() {
    List<MemoryReservation> entries = new ArrayList<>();
    int offset = header.reservations();
    while (offset + FdtConstants.RESERVATION_SIZE <= header.totalSize()) {
      long address = blob.getLong(offset);
      long size = blob.getLong(offset + Long.BYTES);
      if (size == 0) {
        checkEnd(address, offset);
        return entries;
      }
      entries.add(new MemoryReservation(address, size));
      offset += FdtConstants.RESERVATION_SIZE;
    }
    throw error(offset, "The memory reservation block has no end");
  }

  /**
   * For dtc, libfdt and Linux a size of 0 ends the block; the specification also requires address
   * 0.
   */
  private void checkEnd(long address, int offset) {
    if (strictness == Strictness.STRICT && address != 0) {
      throw error(
          offset,
          "The memory reservation at 0x%x has size 0, which ends the block".formatted(address));
    }
  }

  private void checkOverlaps(List<MemoryReservation> entries) {
    List<MemoryReservation> sorted =
        entries.stream()
            .sorted(Comparator.comparing(MemoryReservation::address, Long::compareUnsigned))
            .toList();
    for (int i = 1; i < sorted.size(); i++) {
      MemoryReservation below = sorted.get(i - 1);
      MemoryReservation above = sorted.get(i);
      if (Long.compareUnsigned(above.address() - below.address(), below.size()) < 0) {
        throw error(
            header.reservations() + entries.indexOf(above) * FdtConstants.RESERVATION_SIZE,
            "The memory reservation at 0x%x overlaps the one at 0x%x"
                .formatted(above.address(), below.address()));
      }
    }
  }

  private static FdtFormatException error(int offset, String message) {
    return new FdtFormatException(Kind.BAD_RESERVATIONS, offset, "/", message);
  }
}
