package dev.okayd.replica;

import dev.okayd.store.EpochMicros;
import java.time.Clock;
import java.time.Duration;

/**
 * The times of a live replica's last heartbeat: neither too old nor too far in the future. After a
 * clock was set back, a dead replica's heartbeat can lie in the future, and must not count as alive
 * until then.
 */
record LivenessWindow(Clock clock, Duration deadAfter) {

  long now() {
    return EpochMicros.micros(clock.instant());
  }

  /** The oldest heartbeat of a live replica. */
  long oldest() {
    return EpochMicros.micros(clock.instant().minus(deadAfter));
  }

  /** The newest heartbeat of a live replica. */
  long newest() {
    return EpochMicros.micros(clock.instant().plus(deadAfter));
  }
}
