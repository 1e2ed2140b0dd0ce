package dev.okayd.fdt.dtb;

import dev.okayd.fdt.Property;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Blobs token by token, for what no writer would write. The names of all properties are one letter
 * each, or are added to the strings block as they come.
 */
final class RawBlob {
  static final int RESERVATIONS = 40;
  private static final int TOKEN = 4;

  private final ByteArrayOutputStream reservationBytes = new ByteArrayOutputStream();
  private final DataOutputStream reservations = new DataOutputStream(reservationBytes);
  private final ByteArrayOutputStream structureBytes = new ByteArrayOutputStream();
  private final DataOutputStream structure = new DataOutputStream(structureBytes);
  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();

  /** One step of making a blob. */
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

  /** A node's begin, padded with a byte of choice. */
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

  /** A property, padded with a byte of choice. */
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

  /** Where the structure block begins, once all reservations are said. */
  int structure() {
    return RESERVATIONS + reservations.size() + FdtConstants.RESERVATION_SIZE;
  }

  /** The blob of version 17, its blocks in the usual order. */
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
