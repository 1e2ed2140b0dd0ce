package dev.okayd.fdt.dtb;

import dev.okayd.fdt.dtb.FdtFormatException.Kind;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The rules of the specification for a blob as a whole, which dtc and libfdt do not check: its
 * blocks do not overlap, what lies between and behind them is zero, and the end token is the end of
 * the structure block (§5.1 to §5.4).
 */
final class StrictLayout {
  private StrictLayout() {}

  /** A piece of the blob, from its first byte to the first byte behind it. */
  private record Block(String name, int start, int end) {}

  /**
   * Checks a blob whose content is read.
   *
   * @param reservations how many there are
   * @param structureEnd first offset behind the end token
   */
  static void check(ByteBuffer blob, FdtHeader header, int reservations, int structureEnd) {
    if (header.lastCompatible() != FdtConstants.LAST_COMPATIBLE_VERSION) {
      throw error(
          Kind.UNSUPPORTED_VERSION,
          FdtHeader.LAST_COMPATIBLE,
          "Versions 16 and 17 are compatible back to 16, not to %d; older ones are no longer specified"
              .formatted(header.lastCompatible()));
    }
    if (header.hasStructureSize() && structureEnd != header.structureEnd()) {
      throw error(
          Kind.BAD_STRUCTURE,
          structureEnd,
          "The structure block goes on behind its end token, to byte " + header.structureEnd());
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
          "%s begins at byte %d, where %s is not over (it ends at byte %d)"
              .formatted(
                  after.name(),
                  after.start(),
                  before.name().toLowerCase(Locale.ROOT),
                  before.end()));
    }
    checkZero(blob, before.end(), after.start(), "/");
  }

  /**
   * Bytes that only fill up are zero.
   *
   * @param from the first one
   * @param to the first one behind them
   */
  static void checkZero(ByteBuffer blob, int from, int to, String path) {
    for (int i = from; i < to; i++) {
      if (blob.get(i) != 0) {
        throw new FdtFormatException(
            Kind.BAD_PADDING,
            i,
            path,
            "A byte that only fills up is 0x%02x, not zero".formatted(blob.get(i)));
      }
    }
  }

  private static FdtFormatException error(Kind kind, int offset, String message) {
    return new FdtFormatException(kind, offset, "/", message);
  }
}
