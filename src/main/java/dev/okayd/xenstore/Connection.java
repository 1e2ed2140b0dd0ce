package dev.okayd.xenstore;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One connection to xenstored. Any thread may ask; one thread has to {@link #serve} it. When it has
 * ended, whoever waits for an answer learns that.
 */
final class Connection {
  private static final int PATIENCE_SECONDS = 10;

  private final Transport transport;
  private final Consumer<String> events;
  private final AtomicInteger requests = new AtomicInteger();
  private final Map<Integer, CompletableFuture<Message>> asked = new ConcurrentHashMap<>();

  /** Done when it has ended, with the reason. */
  private final CompletableFuture<String> over = new CompletableFuture<>();

  /**
   * A connection.
   *
   * @param events is given the token of each watch event, on the thread that serves
   */
  Connection(Transport transport, Consumer<String> events) {
    this.transport = transport;
    this.events = events;
  }

  /** Takes in what xenstored sends, until the connection ends. */
  void serve() {
    WireFormat incoming = new WireFormat();
    try {
      while (true) {
        transport.read(incoming.room());
        for (var next = incoming.next(); next.isPresent(); next = incoming.next()) {
          take(next.get());
        }
      }
    } catch (WireFormat.Garbled | IOException e) {
      end(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      end(e.toString());
      throw e;
    }
  }

  /**
   * Waits until it has ended; answers why it has. Whoever reads from a device may wait longer: the
   * kernel wakes nobody when a device is closed.
   */
  String awaitEnd() {
    return over.join();
  }

  private void take(Message message) {
    if (message.type() == MessageType.WATCH_EVENT) {
      if (message.texts().size() == 2) {
        events.accept(message.texts().get(1));
      }
      return;
    }
    CompletableFuture<Message> answer = asked.remove(message.request());
    if (answer != null) {
      answer.complete(message);
    }
  }

  /** Asks, and waits for the answer. */
  Message ask(MessageType type, int transaction, String payload) throws XenstoreException {
    Message request = new Message(type, requests.incrementAndGet(), transaction, payload);
    CompletableFuture<Message> answer = new CompletableFuture<>();
    asked.put(request.request(), answer);
    try {
      send(request);
      Message message = await(answer);
      if (message.type() == MessageType.ERROR) {
        throw new XenstoreRefused(type + " " + request.text(), message.text());
      }
      return message;
    } finally {
      asked.remove(request.request());
    }
  }

  private void send(Message request) throws XenstoreLost {
    try {
      synchronized (transport) {
        transport.write(WireFormat.bytes(request));
      }
    } catch (IOException e) {
      end("xenstored cannot be asked: " + e.getMessage());
      throw new XenstoreLost("xenstored cannot be asked: " + e.getMessage());
    }
    if (over.isDone()) {
      throw new XenstoreLost("the connection to xenstored has ended");
    }
  }

  private Message await(CompletableFuture<Message> answer) throws XenstoreLost {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new XenstoreLost("the connection to xenstored has ended");
    } catch (TimeoutException e) {
      String why = "xenstored did not answer within %d s".formatted(PATIENCE_SECONDS);
      end(why);
      throw new XenstoreLost(why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new XenstoreLost("okayd is about to end");
    }
  }

  /** Ends it, if it has not ended. */
  void end(String why) {
    over.complete(why);
    try {
      transport.close();
    } catch (IOException e) {
      // it is of no use any more, in whichever state it is
    }
    asked
        .values()
        .forEach(
            answer ->
                answer.completeExceptionally(
                    new XenstoreLost("the connection to xenstored has ended")));
  }
}
