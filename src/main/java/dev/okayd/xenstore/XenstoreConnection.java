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
 * One connection to xenstored. Any thread may send requests; one thread must {@link #serve} the
 * connection. When the connection ends, all waiting requests fail.
 */
final class XenstoreConnection {
  private static final int ANSWER_TIMEOUT_SECONDS = 10;

  private final Transport transport;
  private final Consumer<String> events;
  private final AtomicInteger requests = new AtomicInteger();
  private final Map<Integer, CompletableFuture<XenstoreMessage>> asked = new ConcurrentHashMap<>();

  /** Completed with the reason when the connection ends. */
  private final CompletableFuture<String> over = new CompletableFuture<>();

  /**
   * A connection.
   *
   * @param events receives the token of each watch event, on the thread that serves
   */
  XenstoreConnection(Transport transport, Consumer<String> events) {
    this.transport = transport;
    this.events = events;
  }

  /** Receives messages until the connection ends. */
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
   * Waits for the end of the connection, and returns the reason. The serving thread of a device may
   * block longer: the kernel does not wake a reader when another thread closes the device.
   */
  String awaitEnd() {
    return over.join();
  }

  private void take(XenstoreMessage message) {
    if (message.type() == MessageType.WATCH_EVENT) {
      if (message.texts().size() == 2) {
        events.accept(message.texts().get(1));
      }
      return;
    }
    CompletableFuture<XenstoreMessage> answer = asked.remove(message.request());
    if (answer != null) {
      answer.complete(message);
    }
  }

  /** Sends a request, and waits for the answer. */
  XenstoreMessage ask(MessageType type, int transaction, String payload) throws XenstoreException {
    XenstoreMessage request =
        new XenstoreMessage(type, requests.incrementAndGet(), transaction, payload);
    CompletableFuture<XenstoreMessage> answer = new CompletableFuture<>();
    asked.put(request.request(), answer);
    try {
      send(request);
      XenstoreMessage message = await(answer);
      if (message.type() == MessageType.ERROR) {
        throw new XenstoreErrorException(type + " " + request.text(), message.text());
      }
      return message;
    } finally {
      asked.remove(request.request());
    }
  }

  private void send(XenstoreMessage request) throws XenstoreDisconnectedException {
    try {
      synchronized (transport) {
        transport.write(WireFormat.bytes(request));
      }
    } catch (IOException e) {
      end("okayd cannot send to xenstored: " + e.getMessage());
      throw new XenstoreDisconnectedException("okayd cannot send to xenstored: " + e.getMessage());
    }
    if (over.isDone()) {
      throw new XenstoreDisconnectedException("the connection to xenstored has ended");
    }
  }

  private XenstoreMessage await(CompletableFuture<XenstoreMessage> answer)
      throws XenstoreDisconnectedException {
    try {
      return answer.get(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new XenstoreDisconnectedException("the connection to xenstored has ended");
    } catch (TimeoutException e) {
      String why = "xenstored did not answer within %d s".formatted(ANSWER_TIMEOUT_SECONDS);
      end(why);
      throw new XenstoreDisconnectedException(why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new XenstoreDisconnectedException("okayd is stopping");
    }
  }

  /** Ends the connection; does nothing if it has ended. */
  void end(String why) {
    over.complete(why);
    try {
      transport.close();
    } catch (IOException e) {
      // the connection is unusable in any case
    }
    asked
        .values()
        .forEach(
            answer ->
                answer.completeExceptionally(
                    new XenstoreDisconnectedException("the connection to xenstored has ended")));
  }
}
