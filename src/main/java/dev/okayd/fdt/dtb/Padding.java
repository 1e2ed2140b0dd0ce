package dev.okayd.fdt.dtb;

/**
 * Zeroes behind a blob, which {@code totalsize} counts: room for a boot loader to add to the tree
 * in place. The three numbers are dtc's options {@code -p}, {@code -S} and {@code -a}, and mean
 * what they mean there.
 *
 * @param extra bytes to add; 0 for none
 * @param atLeast what the whole blob has in bytes; 0 for as many as it needs
 * @param alignment what the size of the whole blob is a multiple of, in bytes; a power of two
 */
public record Padding(int extra, int atLeast, int alignment) {
  /** Not a byte more than the tree needs. */
  public static final Padding NONE = new Padding(0, 0, 1);

  public Padding {
    if (extra < 0 || atLeast < 0) {
      throw new IllegalArgumentException(
          "Padding of %d bytes to %d bytes; neither can be negative".formatted(extra, atLeast));
    }
    if (extra > 0 && atLeast > 0) {
      throw new IllegalArgumentException(
          "Padding by %d bytes and to %d bytes; only one of the two can be kept"
              .formatted(extra, atLeast));
    }
    if (Integer.bitCount(alignment) != 1 || alignment < 0) {
      throw new IllegalArgumentException("An alignment is a power of two, not " + alignment);
    }
  }

  /** So many bytes behind the tree ({@code dtc -p}). */
  public static Padding by(int bytes) {
    return new Padding(bytes, 0, 1);
  }

  /** As many bytes as make the whole blob this large ({@code dtc -S}). */
  public static Padding to(int bytes) {
    return new Padding(0, bytes, 1);
  }

  /** This padding, and then up to the next multiple of so many bytes ({@code dtc -a}). */
  public Padding alignedTo(int bytes) {
    return new Padding(extra, atLeast, bytes);
  }

  /**
   * Size of a blob that needs so many bytes itself.
   *
   * @throws IllegalArgumentException if it is beyond 2 GiB
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
