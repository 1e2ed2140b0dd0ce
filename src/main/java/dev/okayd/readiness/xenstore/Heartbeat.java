package dev.okayd.readiness.xenstore;

import java.util.Optional;

/**
 * The observed heartbeat of a backend. The presence of a heartbeat proves nothing, because it may
 * be years old; only a change proves that the backend is alive.
 *
 * @param connection the connection to xenstored that first observed it
 * @param last its last value
 * @param beats whether it has changed since then
 */
record Heartbeat(long connection, Optional<String> last, boolean beats) {

  /** A heartbeat that okayd has not observed yet. */
  static Heartbeat unobserved() {
    return new Heartbeat(0, Optional.empty(), false);
  }

  /**
   * After another observation. A change between two connections does not count: it may have stopped
   * since.
   */
  Heartbeat observed(long by, Optional<String> value) {
    if (by != connection || value.isEmpty()) {
      return new Heartbeat(by, value, false);
    }
    return value.equals(last) ? this : new Heartbeat(by, value, last.isPresent());
  }

  /** Whether it changed with this observation. */
  boolean hasAdvancedSince(Heartbeat before) {
    return beats && !last.equals(before.last);
  }
}
