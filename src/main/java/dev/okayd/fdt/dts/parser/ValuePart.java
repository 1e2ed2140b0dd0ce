package dev.okayd.fdt.dts.parser;

/** A part of a property's value. */
public sealed interface ValuePart {

  /** Bytes that need no resolution. */
  final class Bytes implements ValuePart {
    private final byte[] content;

    /** Takes over the array without a copy; callers must not change it. */
    Bytes(byte[] content) {
      this.content = content;
    }

    /** The bytes without a copy; callers must not change them. */
    public byte[] bytes() {
      return content;
    }
  }

  /** {@code <&label>}: the phandle of a node. */
  record PhandleOf(NodeReference target) implements ValuePart {}

  /** {@code &label} outside of angle brackets: the path of a node, as a string. */
  record PathOf(NodeReference target) implements ValuePart {}
}
