package dev.okayd.backend;

import java.time.Duration;
import java.time.Instant;

/**
 * How long "ready" holds unless it is said again.
 *
 * @param until when it is over
 * @param length how long it was at the beginning
 */
public record Lease(Instant until, Duration length) {

  static Lease from(Instant begin, Duration length) {
    return new Lease(begin.plus(length), length);
  }

  /**
   * Whether it is over. One that ends later than any lease from now on would is of a clock that has
   * been set back since: nobody knows how much of it is left, so it counts as over, which errs on
   * the safe side; the next heartbeat mends it.
   */
  boolean isOver(Instant now) {
    return !now.isBefore(until) || until.isAfter(now.plus(length));
  }
}
