package dev.okayd.fdt.dtb;

import dev.okayd.fdt.Property;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Builds blobs token by token, for content that no writer would write. Each property adds its name
 * to the strings block.
 */
final class RawBlob {
  static final int RESERVATIONS = 40;
  private static final int TOKEN = 4;

  private final ByteArrayOutputStream reservationBytes = new ByteArrayOutputStream();
  private final DataOutputStream reservations = new DataOutputStream(reservationBytes);
  private final ByteArrayOutputStream structureBytes = new ByteArrayOutputStream();
  private final DataOutputStream structure = new DataOutputStream(structureBytes);
  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();

  /** One step of building a blob. */
  private interface Step {
    void run() throws IOException;
  }

  private RawBlob step(Step step) {
    try {
      step.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawBlob reservation(long address, long size) {
    return step(
        () -> {
          reservations.writeLong(address);
          reservations.writeLong(size);
        });
  }

  RawBlob token(int token) {
    return step(() -> structure.writeInt(token));
  }

  RawBlob begin(String name) {
    return begin(name, 0);
  }

  /** Begins a node; its name is padded with the given byte. */
  RawBlob begin(String name, int padding) {
    return token(FdtConstants.BEGIN_NODE)
        .step(() -> structure.write((name + "\0").getBytes(StandardCharsets.ISO_8859_1)))
        .pad(padding);
  }

  RawBlob end() {
    return token(FdtConstants.END_NODE);
  }

  RawBlob property(String name, byte[] value) {
    return property(name, value, 0);
  }

  /** Adds a property; its value is padded with the given byte. */
  RawBlob property(String name, byte[] value, int padding) {
    token(FdtConstants.PROP).token(value.length).token(strings.size());
    strings.writeBytes((name + "\0").getBytes(StandardCharsets.ISO_8859_1));
    return step(() -> structure.write(value)).pad(padding);
  }

  RawBlob property(Property property) {
    return property(property.name(), property.value());
  }

  private RawBlob pad(int padding) {
    return step(
        () -> {
          while (structure.size() % TOKEN != 0) {
            structure.write(padding);
          }
        });
  }

  /** The offset of the structure block; call it after all reservations were added. */
  int structure() {
    return RESERVATIONS + reservations.size() + FdtConstants.RESERVATION_SIZE;
  }

  /** The blob of version 17, with its blocks in dtc's order. */
  byte[] bytes() {
    int structureOffset = structure();
    int stringsOffset = structureOffset + structure.size();
    ByteBuffer blob = ByteBuffer.allocate(stringsOffset + strings.size());
    blob.putInt(FdtConstants.MAGIC)
        .putInt(blob.capacity())
        .putInt(structureOffset)
        .putInt(stringsOffset)
        .putInt(RESERVATIONS)
        .putInt(FdtConstants.VERSION)
        .putInt(FdtConstants.LAST_COMPATIBLE_VERSION)
        .putInt(0)
        .putInt(strings.size())
        .putInt(structure.size());
    return blob.put(reservationBytes.toByteArray())
        .putLong(0)
        .putLong(0)
        .put(structureBytes.toByteArray())
        .put(strings.toByteArray())
        .array();
  }
}
