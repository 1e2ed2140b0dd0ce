package dev.okayd.fdt.resource;

import dev.okayd.fdt.NodePath;

/**
 * A range of CPU physical addresses that a node claims.
 *
 * @param node the node that claims the range
 * @param base first address, unsigned
 * @param size in bytes, unsigned, not 0
 * @param claim the property that claims the range
 */
public record AddressRange(NodePath node, long base, long size, Claim claim) {

  /** The property by which a node claims addresses. */
  public enum Claim {
    /** The addresses of the device itself. */
    REG,
    /** A window of a PCI host bridge: the devices on its bus get their addresses in it. */
    RANGES;

    /** The property's name. */
    public String property() {
      return switch (this) {
        case REG -> "reg";
        case RANGES -> "ranges";
      };
    }
  }

  /** A range that a node's {@code reg} claims. */
  public AddressRange(NodePath node, long base, long size) {
    this(node, base, size, Claim.REG);
  }

  /** Whether this range shares a byte with another one. */
  public boolean overlaps(long otherBase, long otherSize) {
    // compares distances, not ends: an end may be 2^64 or higher
    return Long.compareUnsigned(otherBase, base) >= 0
        ? Long.compareUnsigned(otherBase - base, size) < 0
        : Long.compareUnsigned(base - otherBase, otherSize) < 0;
  }
}
