package dev.okayd.channel.stream;

import dev.okayd.channel.stream.StreamProtocol.Request;
import dev.okayd.channel.stream.StreamProtocol.Step;
import dev.okayd.task.DaemonThreads;
import io.smallrye.mutiny.subscription.Cancellable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Serves the agent of one guest over one endpoint, across reconnections. */
final class StreamLink {
  private static final Logger LOG = Logger.getLogger(StreamLink.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int READ_BYTES = 4096;

  private final String guest;
  private final StreamEndpoint endpoint;
  private final StreamAnswers answers;
  private final StreamProtocol protocol = new StreamProtocol();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private Optional<Cancellable> currentRequest = Optional.empty();

  StreamLink(String guest, StreamEndpoint endpoint, StreamAnswers answers) {
    this.guest = guest;
    this.endpoint = endpoint;
    this.answers = answers;
    thread = DaemonThreads.create("stream-" + guest, this::serve);
  }

  void start() {
    thread.start();
  }

  /** Ends the link in any state. */
  void stop() {
    stopped.countDown();
    thread.interrupt();
  }

  private void serve() {
    Duration pause = FIRST_PAUSE;
    String lastFailure = "";
    try {
      do {
        try (StreamConnection connection = endpoint.open()) {
          LOG.infof("Guest %s: the stream %s is open", guest, endpoint);
          lastFailure = "";
          pause = FIRST_PAUSE;
          exchange(connection);
        } catch (IOException e) {
          lastFailure = logOnce(lastFailure, e.toString());
        }
        pause = longer(pause);
      } while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.debugf(e, "okayd no longer serves guest %s over a stream", guest);
    } finally {
      currentRequest.ifPresent(Cancellable::cancel);
    }
  }

  /** Logs a failure, unless it equals the last one or results from a stop. */
  private String logOnce(String lastFailure, String failure) {
    if (!lastFailure.equals(failure) && stopped.getCount() > 0) {
      LOG.warnf("Guest %s: the stream %s failed: %s; okayd retries", guest, endpoint, failure);
    }
    return failure;
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private void exchange(StreamConnection connection) throws IOException {
    // for this connection only: the next one may reach a boot that has requested nothing yet
    LineSendQueue outbox = new LineSendQueue();
    Thread writer = DaemonThreads.create("stream-out-" + guest, () -> write(outbox, connection));
    writer.start();
    try {
      LineSplitter splitter = new LineSplitter();
      ByteBuffer bytes = ByteBuffer.allocate(READ_BYTES);
      while (connection.in().read(bytes.clear()) >= 0) {
        splitter.take(bytes.flip()).forEach(line -> take(line, outbox));
      }
    } finally {
      writer.interrupt();
    }
  }

  /** Writes until an error, then closes the connection for the reader too. */
  private void write(LineSendQueue outbox, StreamConnection connection) {
    try (connection) {
      outbox.writeTo(connection.out());
    } catch (IOException | InterruptedException e) {
      LOG.debugf(e, "Guest %s: okayd no longer writes to %s", guest, endpoint);
    }
  }

  private void take(StreamLine line, LineSendQueue outbox) {
    Step step = protocol.take(line);
    outbox.add(step.send());
    step.request().ifPresent(request -> ask(request, outbox));
  }

  /** Starts a request, and cancels the one before: an agent has one request at a time. */
  private void ask(Request request, LineSendQueue outbox) {
    currentRequest.ifPresent(Cancellable::cancel);
    currentRequest =
        Optional.of(
            answers
                .to(guest, request)
                .subscribe()
                .with(answer -> outbox.add(protocol.answered(request.id(), answer))));
  }
}
