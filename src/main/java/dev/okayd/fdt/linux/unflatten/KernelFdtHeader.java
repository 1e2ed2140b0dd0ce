package dev.okayd.fdt.linux.unflatten;

import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.prediction.PredictionBuilder;
import java.nio.ByteBuffer;

/**
 * A header that passes the kernel's check ({@code fdt_check_header} of scripts/dtc/libfdt/fdt.c).
 * The kernel checks less than {@code dev.okayd.fdt.dtb} does.
 *
 * @param totalSize size of the blob
 * @param version version of the format
 * @param structure offset of the structure block
 * @param structureSize size of the structure block; 0 before version 17, whose header is the first
 *     to have it
 * @param strings offset of the strings block
 * @param stringsSize size of the strings block
 */
public record KernelFdtHeader(
    int totalSize, int version, int structure, int structureSize, int strings, int stringsSize) {

  /** The first version whose header has the size of the structure block. */
  static final int WITH_STRUCTURE_SIZE = 17;

  /** Bytes of the header since version 17. */
  private static final int SIZE = 40;

  private static final int MAGIC = 0xd00dfeed;

  /** {@code FDT_FIRST_SUPPORTED_VERSION} and {@code FDT_LAST_SUPPORTED_VERSION}. */
  private static final int FIRST_VERSION = 2;

  private static final int LAST_VERSION = 17;

  /** Bytes of the header before version 3. */
  private static final int SIZE_OF_VERSION_2 = 32;

  /** Bytes of the header from version 3 to 16. */
  private static final int SIZE_OF_VERSION_3 = 36;

  /** Offsets of the header's words, in bytes. */
  private static final int AT_TOTAL_SIZE = 4;

  private static final int AT_STRUCTURE = 8;
  private static final int AT_STRINGS = 12;
  private static final int AT_RESERVATIONS = 16;
  private static final int AT_VERSION = 20;
  private static final int AT_LAST_COMPATIBLE = 24;
  private static final int AT_STRINGS_SIZE = 32;
  private static final int AT_STRUCTURE_SIZE = 36;

  /** Checks in the order of {@code of_overlay_fdt_apply}. */
  public static KernelFdtHeader check(byte[] blob, PredictionBuilder prediction) {
    if (blob.length < SIZE) {
      throw invalid(
          "it has %d bytes, but the header of a tree alone has %d".formatted(blob.length, SIZE),
          prediction);
    }
    ByteBuffer words = ByteBuffer.wrap(blob);
    if (words.getInt(0) != MAGIC) {
      throw invalid(
          "it begins with %08x instead of d00dfeed, so it is not a device tree blob"
              .formatted(words.getInt(0)),
          prediction);
    }
    checkVersion(words, prediction);
    checkBlocks(words, prediction);
    long totalSize = word(words, AT_TOTAL_SIZE);
    if (blob.length < totalSize) {
      throw new ErrnoException(
          Errno.EINVAL,
          "it is truncated: its header says %d bytes, but it has %d"
              .formatted(totalSize, blob.length));
    }
    int version = words.getInt(AT_VERSION);
    return new KernelFdtHeader(
        (int) totalSize,
        version,
        words.getInt(AT_STRUCTURE),
        version < WITH_STRUCTURE_SIZE ? 0 : words.getInt(AT_STRUCTURE_SIZE),
        words.getInt(AT_STRINGS),
        words.getInt(AT_STRINGS_SIZE));
  }

  private static void checkVersion(ByteBuffer words, PredictionBuilder prediction) {
    long version = word(words, AT_VERSION);
    long lastCompatible = word(words, AT_LAST_COMPATIBLE);
    if (version < FIRST_VERSION || lastCompatible > LAST_VERSION || version < lastCompatible) {
      throw invalid(
          "it has version %d, compatible back to %d; Linux reads versions %d to %d"
              .formatted(version, lastCompatible, FIRST_VERSION, LAST_VERSION),
          prediction);
    }
  }

  private static void checkBlocks(ByteBuffer words, PredictionBuilder prediction) {
    long totalSize = word(words, AT_TOTAL_SIZE);
    int version = words.getInt(AT_VERSION);
    int size =
        version < 3 ? SIZE_OF_VERSION_2 : version < WITH_STRUCTURE_SIZE ? SIZE_OF_VERSION_3 : SIZE;
    if (totalSize < size || totalSize > Integer.MAX_VALUE) {
      throw invalid("its header says that it has %d bytes".formatted(totalSize), prediction);
    }
    long structureSize = version < WITH_STRUCTURE_SIZE ? 0 : word(words, AT_STRUCTURE_SIZE);
    checkBlock("memory reservation", word(words, AT_RESERVATIONS), 0, size, totalSize, prediction);
    checkBlock("structure", word(words, AT_STRUCTURE), structureSize, size, totalSize, prediction);
    checkBlock(
        "strings",
        word(words, AT_STRINGS),
        word(words, AT_STRINGS_SIZE),
        size,
        totalSize,
        prediction);
  }

  private static void checkBlock(
      String name,
      long start,
      long size,
      int headerSize,
      long totalSize,
      PredictionBuilder prediction) {
    if (start < headerSize || start + size > totalSize) {
      throw invalid(
          "its header places the %s block at bytes %d to %d of %d"
              .formatted(name, start, start + size, totalSize),
          prediction);
    }
  }

  private static ErrnoException invalid(String reason, PredictionBuilder prediction) {
    prediction.log().overlay("Invalid overlay_fdt header");
    return new ErrnoException(Errno.EINVAL, "this is not an overlay: " + reason);
  }

  private static long word(ByteBuffer words, int offset) {
    return Integer.toUnsignedLong(words.getInt(offset));
  }
}
