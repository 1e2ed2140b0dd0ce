package dev.okayd.xenstore;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection through a socket. */
final class SocketTransport implements Transport {
  private final SocketChannel channel;

  SocketTransport(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public void read(ByteBuffer room) throws IOException {
    if (channel.read(room) < 0) {
      throw new EOFException("xenstored has closed the connection");
    }
  }

  @Override
  public void write(ByteBuffer message) throws IOException {
    while (message.hasRemaining()) {
      channel.write(message);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
