package dev.okayd.fdt.linux.unflatten;

import dev.okayd.fdt.Property;
import java.nio.ByteBuffer;

/** A mutable property of an overlay: the resolver rewrites its cells. */
public final class OverlayProperty {
  private final String name;
  private final byte[] value;

  OverlayProperty(String name, byte[] value) {
    this.name = name;
    this.value = value;
  }

  public String name() {
    return name;
  }

  public int length() {
    return value.length;
  }

  /** The value without a copy. */
  public byte[] value() {
    return value;
  }

  /** The cell at this byte offset, which need not be aligned. */
  public int cell(int offset) {
    return ByteBuffer.wrap(value).getInt(offset);
  }

  public void setCell(int offset, int cell) {
    ByteBuffer.wrap(value).putInt(offset, cell);
  }

  public Property resolved() {
    return Property.bytes(name, value);
  }
}
