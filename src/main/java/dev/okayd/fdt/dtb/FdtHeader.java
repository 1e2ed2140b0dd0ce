package dev.okayd.fdt.dtb;

import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtFormatException.Kind;
import java.nio.ByteBuffer;

/**
 * The checked header of a blob: every offset points into the blob.
 *
 * @param version 1 to 17; 17 also stands for later versions that are compatible with it
 * @param lastCompatible the oldest version that the blob claims to be compatible with
 * @param totalSize of the blob in bytes
 * @param reservations offset of the memory reservation block
 * @param structure offset of the structure block
 * @param structureEnd first offset after the structure block; the end of the blob if the header
 *     does not state the block's size
 * @param strings offset of the strings block
 * @param stringsEnd first offset after the strings block; the end of the blob if the header does
 *     not state the block's size
 * @param bootCpu {@code boot_cpuid_phys}; 0 if the header does not have it
 */
public record FdtHeader(
    int version,
    int lastCompatible,
    int totalSize,
    int reservations,
    int structure,
    int structureEnd,
    int strings,
    int stringsEnd,
    int bootCpu) {

  /** Offsets of the header's words, in bytes. */
  private static final int TOTAL_SIZE = 4;

  private static final int OFF_STRUCT = 8;
  private static final int OFF_STRINGS = 12;
  private static final int OFF_RESERVATIONS = 16;
  private static final int VERSION = 20;
  static final int LAST_COMPATIBLE = 24;
  private static final int BOOT_CPU = 28;
  private static final int SIZE_STRINGS = 32;
  private static final int SIZE_STRUCT = 36;

  /** Length of the header. */
  int size() {
    return sizeOf(version);
  }

  /** Whether the names of nodes are whole paths, and large values are aligned to 8. */
  boolean isOld() {
    return version < FdtConstants.FIRST_WITH_NAMES;
  }

  /** Whether the header states the size of the structure block. */
  boolean hasStructureSize() {
    return version >= FdtConstants.VERSION;
  }

  private static int sizeOf(int version) {
    return switch (version) {
      case 1 -> FdtConstants.HEADER_SIZE_1;
      case 2 -> FdtConstants.HEADER_SIZE_2;
      case FdtConstants.VERSION -> FdtConstants.HEADER_SIZE;
      default -> FdtConstants.HEADER_SIZE_3;
    };
  }

  public static FdtHeader read(ByteBuffer blob, Limits limits) {
    if (blob.limit() < Integer.BYTES || blob.getInt(0) != FdtConstants.MAGIC) {
      throw error(
          Kind.BAD_MAGIC, 0, "This is not a device tree blob: it does not begin with d00dfeed");
    }
    if (blob.limit() > limits.bytes()) {
      throw error(
          Kind.OVER_LIMIT,
          0,
          "The blob has " + blob.limit() + " bytes, the limit is " + limits.bytes());
    }
    requireHeader(blob, FdtConstants.HEADER_SIZE_1);
    checkVersion(blob);
    int version = version(blob);
    int headerSize = sizeOf(version);
    // the check of totalsize detects a header of version 17 that is cut short
    requireHeader(blob, Math.min(headerSize, FdtConstants.HEADER_SIZE_3));
    long totalSize = word(blob, TOTAL_SIZE);
    if (totalSize < headerSize) {
      throw error(
          Kind.BAD_LAYOUT,
          TOTAL_SIZE,
          "totalsize is %d, but the header alone has %d bytes".formatted(totalSize, headerSize));
    }
    if (totalSize > blob.limit()) {
      throw error(
          Kind.TRUNCATED,
          blob.limit(),
          "The blob has " + blob.limit() + " bytes, but its header says " + totalSize);
    }
    int end = (int) totalSize;
    int reservations = offset(blob, OFF_RESERVATIONS, FdtConstants.RESERVATION_ALIGNMENT, end);
    int structure = offset(blob, OFF_STRUCT, FdtConstants.TOKEN_SIZE, end);
    int strings = offset(blob, OFF_STRINGS, 1, end);
    int structureEnd =
        version < FdtConstants.VERSION ? end : blockEnd(blob, structure, SIZE_STRUCT, end);
    int stringsEnd = headerSize <= SIZE_STRINGS ? end : blockEnd(blob, strings, SIZE_STRINGS, end);
    return new FdtHeader(
        version,
        blob.getInt(LAST_COMPATIBLE),
        end,
        reservations,
        structure,
        structureEnd,
        strings,
        stringsEnd,
        headerSize <= BOOT_CPU ? 0 : blob.getInt(BOOT_CPU));
  }

  private static void requireHeader(ByteBuffer blob, int size) {
    if (blob.limit() < size) {
      throw error(Kind.TRUNCATED, blob.limit(), "The blob ends inside its header");
    }
  }

  private static int version(ByteBuffer blob) {
    return (int) Math.min(word(blob, VERSION), FdtConstants.VERSION);
  }

  private static void checkVersion(ByteBuffer blob) {
    long version = word(blob, VERSION);
    long lastCompatible = word(blob, LAST_COMPATIBLE);
    if (version < 1 || lastCompatible > FdtConstants.VERSION) {
      throw error(
          Kind.UNSUPPORTED_VERSION,
          VERSION,
          "The blob has version %d, compatible back to %d; okayd reads versions 1 to 17"
              .formatted(version, lastCompatible));
    }
    if (version < lastCompatible) {
      throw error(
          Kind.UNSUPPORTED_VERSION,
          LAST_COMPATIBLE,
          "Version " + version + " cannot be compatible only with " + lastCompatible);
    }
  }

  private static int offset(ByteBuffer blob, int field, int alignment, int end) {
    long offset = word(blob, field);
    if (offset < sizeOf(version(blob)) || offset > end) {
      throw error(Kind.BAD_LAYOUT, field, "Offset " + offset + " of a block is outside the blob");
    }
    if (offset % alignment != 0) {
      throw error(
          Kind.BAD_LAYOUT, field, "Offset %d is not a multiple of %d".formatted(offset, alignment));
    }
    return (int) offset;
  }

  private static int blockEnd(ByteBuffer blob, int start, int field, int end) {
    long size = word(blob, field);
    if (start + size > end) {
      throw error(Kind.BAD_LAYOUT, field, "A block of " + size + " bytes ends outside the blob");
    }
    return (int) (start + size);
  }

  private static long word(ByteBuffer blob, int offset) {
    return Integer.toUnsignedLong(blob.getInt(offset));
  }

  private static FdtFormatException error(Kind kind, int offset, String message) {
    return new FdtFormatException(kind, offset, "/", message);
  }
}
