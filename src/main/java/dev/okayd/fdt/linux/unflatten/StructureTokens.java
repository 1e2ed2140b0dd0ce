package dev.okayd.fdt.linux.unflatten;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The tokens of a structure block as the kernel reads them ({@code fdt_next_tag} of
 * scripts/dtc/libfdt/fdt.c). Offsets are from the start of the block; the arithmetic wraps as in C.
 */
final class StructureTokens {
  static final int BEGIN_NODE = 1;
  static final int END_NODE = 2;
  static final int PROP = 3;
  static final int NOP = 4;
  static final int END = 9;

  /** {@code FDT_ERR_TRUNCATED} and {@code FDT_ERR_BADSTRUCTURE}. */
  static final int TRUNCATED = -8;

  static final int BAD_STRUCTURE = -11;

  private static final int WORD = 4;

  /** Bytes of a property's token, length and name offset. */
  static final int PROPERTY_HEAD = 12;

  /** Before this version values of eight or more bytes are aligned to eight. */
  private static final int WITHOUT_ALIGNED_VALUES = 16;

  private static final int VALUE_ALIGNMENT = 8;

  private final ByteBuffer blob;
  private final KernelFdtHeader header;

  StructureTokens(byte[] blob, KernelFdtHeader header) {
    this.blob = ByteBuffer.wrap(blob);
    this.header = header;
  }

  /**
   * A token and the offset of the next one.
   *
   * @param tag its number; {@link #END} also if there is no valid token
   * @param next offset of the next token, or a negative error
   */
  record Token(int tag, int next) {}

  Token at(int start) {
    if (!isInside(start, WORD)) {
      return new Token(END, TRUNCATED);
    }
    int tag = word(start);
    Optional<Integer> end =
        switch (tag) {
          case BEGIN_NODE -> endOfName(start + WORD);
          case PROP -> endOfProperty(start);
          case END_NODE, NOP, END -> Optional.of(start + WORD);
          default -> Optional.empty();
        };
    return end.filter(offset -> isInside(start, offset - start))
        .map(offset -> new Token(tag, align(offset)))
        .orElse(new Token(END, BAD_STRUCTURE));
  }

  private Optional<Integer> endOfName(int start) {
    int offset = start;
    while (isInside(offset, 1)) {
      if (blob.get(header.structure() + offset++) == 0) {
        return Optional.of(offset);
      }
    }
    return Optional.empty();
  }

  private Optional<Integer> endOfProperty(int start) {
    if (!isInside(start + WORD, WORD)) {
      return Optional.empty();
    }
    int length = word(start + WORD);
    return length < 0 ? Optional.empty() : Optional.of(start + PROPERTY_HEAD + gap(start) + length);
  }

  /** The length of the property at this offset, if adding it wraps. */
  Optional<Integer> wrappingLength(int start) {
    return isInside(start, 2 * WORD) && word(start) == PROP && word(start + WORD) < 0
        ? Optional.of(word(start + WORD))
        : Optional.empty();
  }

  /** Padding between the head of a property and its value. */
  private int gap(int start) {
    boolean aligned =
        header.version() < WITHOUT_ALIGNED_VALUES
            && Integer.compareUnsigned(word(start + WORD), VALUE_ALIGNMENT) >= 0
            && (start + PROPERTY_HEAD) % VALUE_ALIGNMENT != 0;
    return aligned ? WORD : 0;
  }

  /**
   * The name of the node that begins at this offset. Before version 16 the blob holds the node's
   * whole path.
   */
  Optional<String> nodeName(int start) {
    String name = string(header.structure() + start + WORD, header.totalSize()).orElse("");
    if (header.version() >= WITHOUT_ALIGNED_VALUES) {
      return Optional.of(name);
    }
    int slash = name.lastIndexOf('/');
    return slash < 0 ? Optional.empty() : Optional.of(name.substring(slash + 1));
  }

  /** {@code fdt_get_string}. */
  Optional<String> propertyName(int start) {
    int offset = word(start + 2 * WORD);
    long absolute = Integer.toUnsignedLong(header.strings() + offset);
    boolean sizeIsKnown = header.version() >= KernelFdtHeader.WITH_STRUCTURE_SIZE;
    boolean outsideBlock =
        sizeIsKnown && Integer.compareUnsigned(offset, header.stringsSize()) >= 0;
    if (absolute >= header.totalSize() || offset < 0 || outsideBlock) {
      return Optional.empty();
    }
    int end = sizeIsKnown ? header.strings() + header.stringsSize() : header.totalSize();
    return string((int) absolute, end);
  }

  byte[] value(int start) {
    int from = header.structure() + start + PROPERTY_HEAD + gap(start);
    return Arrays.copyOfRange(blob.array(), from, from + word(start + WORD));
  }

  private Optional<String> string(int start, int end) {
    int stop = start;
    while (stop < end && blob.get(stop) != 0) {
      stop++;
    }
    return stop < end
        ? Optional.of(new String(blob.array(), start, stop - start, StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }

  private int word(int offset) {
    return blob.getInt(header.structure() + offset);
  }

  /** {@code fdt_offset_ptr}. */
  private boolean isInside(int offset, int length) {
    int absolute = offset + header.structure();
    return offset >= 0
        && Integer.compareUnsigned(absolute, offset) >= 0
        && ends(absolute, length, header.totalSize())
        && (header.version() < KernelFdtHeader.WITH_STRUCTURE_SIZE
            || ends(offset, length, header.structureSize()));
  }

  private static boolean ends(int start, int length, int limit) {
    int end = start + length;
    return Integer.compareUnsigned(end, start) >= 0 && Integer.compareUnsigned(end, limit) <= 0;
  }

  private static int align(int offset) {
    return (offset + WORD - 1) & -WORD;
  }
}
