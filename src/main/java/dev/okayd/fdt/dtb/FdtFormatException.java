package dev.okayd.fdt.dtb;

/**
 * A blob that is no device tree, or goes beyond the limits: what is wrong, at which byte, in which
 * node.
 */
public final class FdtFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with a blob. */
  public enum Kind {
    /** The first word is not 0xd00dfeed. */
    BAD_MAGIC,
    /**
     * A version that this reader does not know, or one that claims to be compatible only with later
     * ones.
     */
    UNSUPPORTED_VERSION,
    /** The blob ends before what its header promises. */
    TRUNCATED,
    /**
     * Offsets and sizes of the header that lie outside the blob, overlap the header or are not
     * aligned; read strictly, also blocks that overlap each other.
     */
    BAD_LAYOUT,
    /**
     * The memory reservation block does not end; read strictly, also reservations that overlap or
     * have no size.
     */
    BAD_RESERVATIONS,
    /** Tokens, names or values that are not where the specification has them. */
    BAD_STRUCTURE,
    /**
     * A name with characters or a length that no node or property may have, or one that stands
     * twice.
     */
    BAD_NAME,
    /**
     * A phandle that is not one cell, that no node may have, or that an earlier node has already.
     */
    BAD_PHANDLE,
    /** Read strictly: bytes that only fill up and are not zero. */
    BAD_PADDING,
    /** More bytes, depth, nodes or properties than the limits allow. */
    OVER_LIMIT
  }

  /** What is wrong. */
  private final Kind kind;

  /** Where, in bytes from the start of the blob. */
  private final int offset;

  /** Path of the node being read, or the root. */
  private final String path;

  FdtFormatException(Kind kind, int offset, String path, String message) {
    super(message + " (at byte " + offset + ", in node " + path + ")");
    this.kind = kind;
    this.offset = offset;
    this.path = path;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  /** Where, in bytes from the start of the blob. */
  public int offset() {
    return offset;
  }

  /** Path of the node that was being read; {@code /} before the first. */
  public String path() {
    return path;
  }
}
