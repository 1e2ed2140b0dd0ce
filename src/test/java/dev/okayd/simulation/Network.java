package dev.okayd.simulation;

import java.time.Duration;
import java.util.function.Consumer;

/** Carries requests and replies; loses, duplicates, delays and thereby reorders them. */
final class Network {
  private final VirtualTime time;
  private final Faults faults;

  Network(VirtualTime time, Faults faults) {
    this.time = time;
    this.faults = faults;
  }

  /**
   * Sends a request.
   *
   * @param serve is called at the receiver, with the receiver of the reply
   * @param patience the time after which there is no reply
   */
  void request(Consumer<Consumer<Reply>> serve, Duration patience, Consumer<Reply> then) {
    Waiting waiting = new Waiting(then);
    time.in(patience, () -> waiting.take(Reply.NOTHING));
    if (!faults.losesMessage()) {
      arrive(serve, waiting);
    }
    if (faults.duplicatesMessage()) {
      arrive(serve, waiting);
    }
  }

  private void arrive(Consumer<Consumer<Reply>> serve, Waiting waiting) {
    time.inMicros(faults.delayMicros(), () -> serve.accept(reply -> sendBack(reply, waiting)));
  }

  private void sendBack(Reply reply, Waiting waiting) {
    if (!faults.losesMessage()) {
      time.inMicros(faults.delayMicros(), () -> waiting.take(reply));
    }
  }

  /** Accepts the first reply; the connection is closed for later ones. */
  private static final class Waiting {
    private final Consumer<Reply> then;
    private boolean done;

    Waiting(Consumer<Reply> then) {
      this.then = then;
    }

    void take(Reply reply) {
      if (!done) {
        done = true;
        then.accept(reply);
      }
    }
  }
}
