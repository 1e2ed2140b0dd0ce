package dev.okayd.fdt.dtb;

/**
 * Zeroes at the end of a blob, included in {@code totalsize}: room in which a boot loader can
 * extend the tree. The three numbers have the meaning of dtc's options {@code -p}, {@code -S} and
 * {@code -a}.
 *
 * @param extra bytes to add; 0 for none
 * @param atLeast minimum size of the whole blob in bytes; 0 for none
 * @param alignment the size of the whole blob is a multiple of this number of bytes; a power of two
 */
public record Padding(int extra, int atLeast, int alignment) {
  /** No padding. */
  public static final Padding NONE = new Padding(0, 0, 1);

  public Padding {
    if (extra < 0 || atLeast < 0) {
      throw new IllegalArgumentException(
          "Padding by %d bytes and to %d bytes: neither can be negative".formatted(extra, atLeast));
    }
    if (extra > 0 && atLeast > 0) {
      throw new IllegalArgumentException(
          "Padding by %d bytes and to %d bytes: only one of the two is possible"
              .formatted(extra, atLeast));
    }
    if (Integer.bitCount(alignment) != 1 || alignment < 0) {
      throw new IllegalArgumentException("An alignment must be a power of two, not " + alignment);
    }
  }

  /** This number of bytes after the tree ({@code dtc -p}). */
  public static Padding by(int bytes) {
    return new Padding(bytes, 0, 1);
  }

  /** Padding of the whole blob to this size ({@code dtc -S}). */
  public static Padding to(int bytes) {
    return new Padding(0, bytes, 1);
  }

  /** This padding, then padding to the next multiple of this number of bytes ({@code dtc -a}). */
  public Padding alignedTo(int bytes) {
    return new Padding(extra, atLeast, bytes);
  }

  /**
   * Size of the padded blob.
   *
   * @param used bytes of the blob without padding
   * @throws IllegalArgumentException if it exceeds 2 GiB
   */
  public int totalSize(long used) {
    long padded = Math.max(used + extra, atLeast);
    long aligned = (padded + alignment - 1) & -(long) alignment;
    if (aligned > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A blob of %d bytes would be larger than 2 GiB".formatted(aligned));
    }
    return (int) aligned;
  }
}
