package dev.okayd.xenstore;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A connection by the kernel's device. Each opening of it is a connection of its own, so it is
 * opened once for both directions. A file channel would have its writer wait for its reader.
 */
final class DeviceTransport implements Transport {
  private final RandomAccessFile device;

  DeviceTransport(Path path) throws IOException {
    device = new RandomAccessFile(path.toFile(), "rw");
  }

  @Override
  public void read(ByteBuffer room) throws IOException {
    byte[] bytes = new byte[room.remaining()];
    int length = device.read(bytes);
    if (length < 0) {
      throw new EOFException("the device has come to its end");
    }
    room.put(bytes, 0, length);
  }

  /** In one write, as the kernel wants a message. */
  @Override
  public void write(ByteBuffer message) throws IOException {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    device.write(bytes);
  }

  @Override
  public void close() throws IOException {
    device.close();
  }
}
