package dev.okayd.replica;

import dev.okayd.store.EpochMicros;
import java.time.Clock;
import java.time.Duration;

/**
 * When a replica counts as alive: its last heartbeat is neither too old nor too far in the future.
 * The latter is left behind by a clock that was set back, and would keep a dead replica alive for
 * as long.
 */
record LivenessWindow(Clock clock, Duration deadAfter) {

  long now() {
    return EpochMicros.micros(clock.instant());
  }

  /** The oldest heartbeat of the living. */
  long oldest() {
    return EpochMicros.micros(clock.instant().minus(deadAfter));
  }

  /** The newest heartbeat of the living. */
  long newest() {
    return EpochMicros.micros(clock.instant().plus(deadAfter));
  }
}
