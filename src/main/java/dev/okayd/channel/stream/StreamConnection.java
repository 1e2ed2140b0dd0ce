package dev.okayd.channel.stream;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;

/** An open stream in both directions. */
record StreamConnection(ReadableByteChannel in, WritableByteChannel out) implements Closeable {

  static StreamConnection of(SocketChannel socket) {
    return new StreamConnection(socket, socket);
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
    } finally {
      out.close();
    }
  }
}
