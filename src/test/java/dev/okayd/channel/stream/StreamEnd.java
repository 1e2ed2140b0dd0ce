package dev.okayd.channel.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.okayd.channel.AgentAnswer;
import dev.okayd.channel.stream.StreamProtocol.Request;
import dev.okayd.channel.stream.StreamProtocol.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** okayd's end of a stream, for tests that simulate okayd. */
public final class StreamEnd {
  private static final int AT_ONCE = 4096;

  private final InputStream in;
  private final OutputStream out;
  private final BiFunction<String, String, AgentAnswer> okayd;
  private final Executor threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "stream-end");
            thread.setDaemon(true);
            return thread;
          });
  private volatile StreamProtocol conversation = new StreamProtocol();
  private volatile UnaryOperator<String> damage = UnaryOperator.identity();

  /** Connects a stream to a function that answers a path and a body. */
  public StreamEnd(
      InputStream in, OutputStream out, BiFunction<String, String, AgentAnswer> okayd) {
    this.in = in;
    this.out = out;
    this.okayd = okayd;
  }

  /** Applies a change to each line sent, and to each line received. */
  public void damages(UnaryOperator<String> each) {
    damage = each;
  }

  /** Forgets everything, as a restart of okayd does. */
  public void restart() {
    conversation = new StreamProtocol();
  }

  /** Serves the agent at the other end until the stream ends. */
  public void start() {
    threads.execute(this::serve);
  }

  private void serve() {
    LineSplitter splitter = new LineSplitter();
    byte[] bytes = new byte[AT_ONCE];
    try {
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        splitter.take(ByteBuffer.wrap(bytes, 0, length)).forEach(this::take);
      }
    } catch (IOException e) {
      restart(); // the stream is closed
    }
  }

  private void take(StreamLine line) {
    Optional<StreamLine> come = LineFormat.read(damage.apply(LineFormat.write(line)));
    StreamProtocol present = conversation;
    Optional<Step> step = come.map(present::take);
    step.ifPresent(some -> send(some.send()));
    step.flatMap(Step::request)
        .ifPresent(request -> threads.execute(() -> answer(present, request)));
  }

  private void answer(StreamProtocol present, Request request) {
    StreamMessage message = ((Request.Whole) request).message();
    AgentAnswer answer = okayd.apply(message.head(), message.body());
    send(
        present.answered(
            request.id(), new StreamMessage(Integer.toString(answer.status()), answer.body())));
  }

  private synchronized void send(List<StreamLine> lines) {
    try {
      for (StreamLine line : lines) {
        out.write((damage.apply(LineFormat.write(line)) + "\n").getBytes(ISO_8859_1));
      }
      out.flush();
    } catch (IOException e) {
      restart(); // the stream is closed
    }
  }
}
