package dev.okayd.fdt.dts.parser;

/** A piece of a property's value, in the order in which the source has them. */
public sealed interface ValuePart {

  /** Bytes that are known when they are read. */
  final class Bytes implements ValuePart {
    private final byte[] content;

    /** Nobody changes them any more. */
    Bytes(byte[] content) {
      this.content = content;
    }

    /** To be read. */
    public byte[] bytes() {
      return content;
    }
  }

  /** {@code <&label>}: the phandle of a node. */
  record PhandleOf(NodeReference target) implements ValuePart {}

  /** {@code &label} outside of angle brackets: the path of a node, as a string. */
  record PathOf(NodeReference target) implements ValuePart {}
}
