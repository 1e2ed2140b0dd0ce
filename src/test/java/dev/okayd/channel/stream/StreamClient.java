package dev.okayd.channel.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import dev.okayd.channel.AgentAnswer;
import dev.okayd.testing.AgentChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An agent that connects to okayd's UNIX socket. */
final class StreamClient implements AgentChannel {
  private static final int SECONDS = 90;

  /** Shorter than the retry pause of a real agent, whose line is slower. */
  private static final Duration SILENCE = Duration.ofMillis(100);

  private final Path path;
  private final AgentEnd end = new AgentEnd(UUID.randomUUID().toString().substring(0, 8));
  private final BlockingQueue<StreamLine> lines = new LinkedBlockingQueue<>();
  private SocketChannel socket;

  StreamClient(Path path) {
    this.path = path;
    this.socket = connected();
  }

  private SocketChannel connected() {
    SocketChannel connected =
        await()
            .atMost(Duration.ofSeconds(20))
            .ignoreExceptions()
            .until(() -> SocketChannel.open(UnixDomainSocketAddress.of(path)), open -> true);
    Thread reader = new Thread(() -> read(connected));
    reader.setDaemon(true);
    reader.start();
    return connected;
  }

  private void read(SocketChannel from) {
    LineSplitter splitter = new LineSplitter();
    ByteBuffer bytes = ByteBuffer.allocate(1000);
    try {
      while (from.read(bytes.clear()) >= 0) {
        lines.addAll(splitter.take(bytes.flip()));
      }
    } catch (IOException e) {
      lines.clear();
    }
  }

  /** Breaks the connection, and opens another one. */
  void reconnect() {
    close();
    socket = connected();
  }

  void write(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
      while (bytes.hasRemaining()) {
        int unused = socket.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(List<StreamLine> some) {
    some.forEach(line -> write(LineFormat.write(line) + "\n"));
  }

  @Override
  public void send(String head, String body) {
    write(end.ask(new StreamMessage(head, body)));
  }

  @Override
  public AgentAnswer ask(String head, String body) {
    send(head, body);
    return answer();
  }

  /** The answer to the last request. */
  AgentAnswer answer() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < until) {
      write(receive(SILENCE).map(end::take).orElseGet(end::silence));
      if (end.answer().isPresent()) {
        StreamMessage answer = end.answer().get();
        return new AgentAnswer(Integer.parseInt(answer.head()), answer.body());
      }
    }
    throw new AssertionError("No answer in %d s to %s".formatted(SECONDS, end.id()));
  }

  /** The next line from okayd, if it arrives within the time. */
  Optional<StreamLine> receive(Duration patience) {
    try {
      return Optional.ofNullable(lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
