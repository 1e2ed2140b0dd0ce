package dev.okayd.fdt.linux;

import dev.okayd.fdt.Property;
import java.nio.ByteBuffer;

/** A property of an overlay while it is being resolved. */
final class OverlayProperty {
  private final String name;
  private final byte[] value;

  OverlayProperty(String name, byte[] value) {
    this.name = name;
    this.value = value;
  }

  String name() {
    return name;
  }

  int length() {
    return value.length;
  }

  /** The value itself. */
  byte[] value() {
    return value;
  }

  /** The cell at this byte offset, which need not be aligned. */
  int cell(int offset) {
    return ByteBuffer.wrap(value).getInt(offset);
  }

  void setCell(int offset, int cell) {
    ByteBuffer.wrap(value).putInt(offset, cell);
  }

  Property resolved() {
    return Property.bytes(name, value);
  }
}
