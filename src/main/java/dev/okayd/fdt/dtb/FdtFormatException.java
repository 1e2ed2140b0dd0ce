package dev.okayd.fdt.dtb;

/**
 * Thrown for a blob that is not a device tree or exceeds the limits. The message names the error,
 * the byte and the node.
 */
public final class FdtFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kind of error in a blob. */
  public enum Kind {
    /** The first word is not 0xd00dfeed. */
    BAD_MAGIC,
    /**
     * The reader does not know the version, or the version claims to be compatible only with later
     * ones.
     */
    UNSUPPORTED_VERSION,
    /** The blob is shorter than its header says. */
    TRUNCATED,
    /**
     * An offset or a size in the header points outside the blob, overlaps the header or is not
     * aligned. In strict mode also: blocks overlap each other.
     */
    BAD_LAYOUT,
    /**
     * The memory reservation block has no end. In strict mode also: reservations overlap or have
     * size 0.
     */
    BAD_RESERVATIONS,
    /** A token, name or value is not where the specification places it. */
    BAD_STRUCTURE,
    /** A name has invalid characters or an invalid length, or occurs twice. */
    BAD_NAME,
    /** A phandle is not one cell, is reserved, or belongs to an earlier node. */
    BAD_PHANDLE,
    /** In strict mode: a padding byte is not zero. */
    BAD_PADDING,
    /** The blob exceeds the limit on bytes, depth, nodes or properties. */
    OVER_LIMIT
  }

  /** The kind of error. */
  private final Kind kind;

  /** Offset of the error, in bytes from the start of the blob. */
  private final int offset;

  /** Path of the node that was being read, or of the root. */
  private final String path;

  FdtFormatException(Kind kind, int offset, String path, String message) {
    super(message + " (at byte " + offset + ", in node " + path + ")");
    this.kind = kind;
    this.offset = offset;
    this.path = path;
  }

  /** The kind of error. */
  public Kind kind() {
    return kind;
  }

  /** Offset of the error, in bytes from the start of the blob. */
  public int offset() {
    return offset;
  }

  /** Path of the node that was being read; {@code /} before the first node. */
  public String path() {
    return path;
  }
}
