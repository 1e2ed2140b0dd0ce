package dev.okayd.fdt.dtb;

import dev.okayd.fdt.dtb.FdtFormatException.Kind;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The rules of the specification for a blob as a whole (§5.1 to §5.4): its blocks do not overlap,
 * the bytes between and after them are zero, and the structure block ends with its end token. dtc
 * and libfdt do not check these rules.
 */
final class StrictLayout {
  private StrictLayout() {}

  /** A part of the blob, from its first byte to the first byte after it. */
  private record Block(String name, int start, int end) {}

  /**
   * Checks a blob after its content was read.
   *
   * @param reservations number of memory reservations
   * @param structureEnd first offset after the end token
   */
  static void check(ByteBuffer blob, FdtHeader header, int reservations, int structureEnd) {
    if (header.lastCompatible() != FdtConstants.LAST_COMPATIBLE_VERSION) {
      throw error(
          Kind.UNSUPPORTED_VERSION,
          FdtHeader.LAST_COMPATIBLE,
          "Versions 16 and 17 are compatible back to 16, not to %d; the specification no longer covers older ones"
              .formatted(header.lastCompatible()));
    }
    if (header.hasStructureSize() && structureEnd != header.structureEnd()) {
      throw error(
          Kind.BAD_STRUCTURE,
          structureEnd,
          "The structure block continues after its end token, to byte " + header.structureEnd());
    }
    int reservationsEnd =
        header.reservations() + (reservations + 1) * FdtConstants.RESERVATION_SIZE;
    List<Block> blocks =
        Stream.of(
                new Block("The header", 0, header.size()),
                new Block("The memory reservation block", header.reservations(), reservationsEnd),
                new Block("The structure block", header.structure(), structureEnd),
                new Block("The strings block", header.strings(), header.stringsEnd()),
                new Block("The blob's end", header.totalSize(), header.totalSize()))
            .sorted(Comparator.comparingInt(Block::start).thenComparingInt(Block::end))
            .toList();
    for (int i = 1; i < blocks.size(); i++) {
      checkNeighbours(blob, blocks.get(i - 1), blocks.get(i));
    }
  }

  private static void checkNeighbours(ByteBuffer blob, Block before, Block after) {
    if (after.start() < before.end()) {
      throw error(
          Kind.BAD_LAYOUT,
          after.start(),
          "%s begins at byte %d and overlaps %s, which ends at byte %d"
              .formatted(
                  after.name(),
                  after.start(),
                  before.name().toLowerCase(Locale.ROOT),
                  before.end()));
    }
    checkZero(blob, before.end(), after.start(), "/");
  }

  /**
   * Checks that padding bytes are zero.
   *
   * @param from the first padding byte
   * @param to the first byte after the padding
   */
  static void checkZero(ByteBuffer blob, int from, int to, String path) {
    for (int i = from; i < to; i++) {
      if (blob.get(i) != 0) {
        throw new FdtFormatException(
            Kind.BAD_PADDING, i, path, "A padding byte is 0x%02x, not zero".formatted(blob.get(i)));
      }
    }
  }

  private static FdtFormatException error(Kind kind, int offset, String message) {
    return new FdtFormatException(kind, offset, "/", message);
  }
}
