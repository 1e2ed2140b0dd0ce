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
    int length = device.read(room.array(), room.position(), room.remaining());
    if (length < 0) {
      throw new EOFException("the device has come to its end");
    }
    room.position(room.position() + length);
  }

  @Override
  public void write(ByteBuffer message) throws IOException {
    device.write(message.array(), message.position(), message.remaining());
  }

  @Override
  public void close() throws IOException {
    device.close();
  }
}
