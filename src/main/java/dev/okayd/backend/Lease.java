package dev.okayd.backend;

import java.time.Duration;
import java.time.Instant;

/**
 * How long "ready" is valid unless the backend renews it.
 *
 * @param until when it expires
 * @param length its full length
 */
public record Lease(Instant until, Duration length) {

  static Lease from(Instant begin, Duration length) {
    return new Lease(begin.plus(length), length);
  }

  /**
   * Whether it has expired. If it ends later than a lease granted now would, the clock was set back
   * since. Its remaining time is then unknown, so it counts as expired, which is the safe side. The
   * next renewal corrects this.
   */
  boolean isExpired(Instant now) {
    return !now.isBefore(until) || until.isAfter(now.plus(length));
  }
}
