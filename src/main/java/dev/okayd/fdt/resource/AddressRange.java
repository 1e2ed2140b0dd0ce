package dev.okayd.fdt.resource;

import dev.okayd.fdt.NodePath;

/**
 * A range of CPU physical addresses that a node claims.
 *
 * @param node that claims it
 * @param base first address, unsigned
 * @param size in bytes, unsigned, not 0
 * @param claim by which property
 */
public record AddressRange(NodePath node, long base, long size, Claim claim) {

  /** The property by which a node claims addresses. */
  public enum Claim {
    /** The addresses of the device itself. */
    REG,
    /** A window of a PCI host bridge, behind which the devices of its bus get their addresses. */
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

  /** Whether this range and another one share a byte. */
  public boolean overlaps(long otherBase, long otherSize) {
    // distances, not ends: an end may be 2^64 or beyond
    return Long.compareUnsigned(otherBase, base) >= 0
        ? Long.compareUnsigned(otherBase - base, size) < 0
        : Long.compareUnsigned(base - otherBase, otherSize) < 0;
  }
}
