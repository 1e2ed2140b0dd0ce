package dev.okayd.xenstore;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection as a byte stream in both directions, each used by one thread at a time. */
interface Transport extends Closeable {

  /** Waits for bytes and puts them into the buffer; throws at the end of the stream. */
  void read(ByteBuffer room) throws IOException;

  /** Writes a message. */
  void write(ByteBuffer message) throws IOException;
}
