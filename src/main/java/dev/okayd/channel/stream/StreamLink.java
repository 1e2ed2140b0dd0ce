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

/** Serves the agent of one guest over one place, through as many connections as it takes. */
final class StreamLink {
  private static final Logger LOG = Logger.getLogger(StreamLink.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 4096;

  private final String guest;
  private final StreamEndpoint place;
  private final StreamAnswers answers;
  private final StreamProtocol conversation = new StreamProtocol();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private Optional<Cancellable> asked = Optional.empty();

  StreamLink(String guest, StreamEndpoint place, StreamAnswers answers) {
    this.guest = guest;
    this.place = place;
    this.answers = answers;
    thread = DaemonThreads.create("stream-" + guest, this::serve);
  }

  void start() {
    thread.start();
  }

  /** Ends it, wherever it is. */
  void stop() {
    stopped.countDown();
    thread.interrupt();
  }

  private void serve() {
    Duration pause = FIRST_PAUSE;
    String known = "";
    try {
      do {
        try (StreamConnection connection = place.open()) {
          LOG.infof("Guest %s: there is a stream, %s", guest, place);
          known = "";
          pause = FIRST_PAUSE;
          exchange(connection);
        } catch (IOException e) {
          known = tellOnce(known, e.toString());
        }
        pause = longer(pause);
      } while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.debugf(e, "Guest %s is not served over a stream any more", guest);
    } finally {
      asked.ifPresent(Cancellable::cancel);
    }
  }

  /** The same again is no news, and that it was stopped is none either. */
  private String tellOnce(String known, String trouble) {
    if (!known.equals(trouble) && stopped.getCount() > 0) {
      LOG.warnf("Guest %s: no stream, %s: %s; trying again", guest, place, trouble);
    }
    return trouble;
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private void exchange(StreamConnection connection) throws IOException {
    // of this connection alone: the next one may be to a boot that has asked for nothing yet
    LineSendQueue outbox = new LineSendQueue();
    Thread writer = DaemonThreads.create("stream-out-" + guest, () -> write(outbox, connection));
    writer.start();
    try {
      LineSplitter splitter = new LineSplitter();
      ByteBuffer bytes = ByteBuffer.allocate(AT_ONCE);
      while (connection.in().read(bytes.clear()) >= 0) {
        splitter.take(bytes.flip()).forEach(line -> take(line, outbox));
      }
    } finally {
      writer.interrupt();
    }
  }

  /** What cannot be written any more ends the connection, for the reader too. */
  private void write(LineSendQueue outbox, StreamConnection connection) {
    try (connection) {
      outbox.writeTo(connection.out());
    } catch (IOException | InterruptedException e) {
      LOG.debugf(e, "Guest %s: nothing is written to %s any more", guest, place);
    }
  }

  private void take(StreamLine line, LineSendQueue outbox) {
    Step step = conversation.take(line);
    outbox.add(step.send());
    step.request().ifPresent(request -> ask(request, outbox));
  }

  /** One request at a time: whoever asks something else does not wait for the one before. */
  private void ask(Request request, LineSendQueue outbox) {
    asked.ifPresent(Cancellable::cancel);
    asked =
        Optional.of(
            answers
                .to(guest, request)
                .subscribe()
                .with(answer -> outbox.add(conversation.answered(request.id(), answer))));
  }
}
