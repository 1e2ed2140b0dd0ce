package dev.okayd.readiness.xenstore;

import java.util.Optional;

/**
 * The heart of a backend, as it is seen. That a heartbeat is there proves nothing, for it may be
 * years old; that it changes does.
 *
 * @param connection by which connection to xenstored it was first seen
 * @param last its value
 * @param beats whether it has changed since
 */
record Heartbeat(long connection, Optional<String> last, boolean beats) {

  /** One that nobody has looked at. */
  static Heartbeat unseen() {
    return new Heartbeat(0, Optional.empty(), false);
  }

  /** After one more look. What changed while nobody could look may have stopped since. */
  Heartbeat seen(long by, Optional<String> value) {
    if (by != connection || value.isEmpty()) {
      return new Heartbeat(by, value, false);
    }
    return value.equals(last) ? this : new Heartbeat(by, value, last.isPresent());
  }

  /** Whether a change is news: it has changed with this look. */
  boolean beatsAnewAfter(Heartbeat before) {
    return beats && !last.equals(before.last);
  }
}
