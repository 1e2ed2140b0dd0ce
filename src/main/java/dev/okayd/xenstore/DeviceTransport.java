package dev.okayd.xenstore;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A connection through the kernel's device. Each open file is a connection of its own, so one file
 * serves both directions. With a file channel, a writer would wait for a blocked reader.
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
      throw new EOFException("the device reached its end of file");
    }
    room.put(bytes, 0, length);
  }

  /** Writes with one system call, as the kernel requires for a message. */
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
