package dev.okayd.fdt;

/**
 * A range of CPU physical addresses that a node's {@code reg} claims.
 *
 * @param node whose {@code reg} it is
 * @param base first address, unsigned
 * @param size in bytes, unsigned, not 0
 */
public record AddressRange(NodePath node, long base, long size) {

  /** Whether this range and another one share a byte. */
  public boolean overlaps(long otherBase, long otherSize) {
    // distances, not ends: an end may be 2^64 or beyond
    return Long.compareUnsigned(otherBase, base) >= 0
        ? Long.compareUnsigned(otherBase - base, size) < 0
        : Long.compareUnsigned(base - otherBase, otherSize) < 0;
  }
}
