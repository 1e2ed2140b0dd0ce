package dev.okayd.channel.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The queue of lines to write. If a guest reads too slowly, further lines are dropped: the agent
 * requests missing parts again.
 */
final class LineSendQueue {
  private static final int MOST = 64;

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST);

  void add(List<StreamLine> more) {
    more.forEach(
        line -> {
          boolean unused = lines.offer(LineFormat.write(line) + "\n");
        });
  }

  /** Writes lines until the thread is interrupted or the stream ends. */
  void writeTo(WritableByteChannel out) throws IOException, InterruptedException {
    while (true) {
      ByteBuffer line = ByteBuffer.wrap(lines.take().getBytes(US_ASCII));
      while (line.hasRemaining()) {
        int unused = out.write(line);
      }
    }
  }
}
