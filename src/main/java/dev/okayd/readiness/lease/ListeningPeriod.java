package dev.okayd.readiness.lease;

import dev.okayd.error.OkaydException;
import dev.okayd.error.StoreOutage;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Since when this process has listened without a pause. One that has just started, was stopped by
 * its hypervisor, or could not record what it heard, has heard nothing before, and takes nobody's
 * silence for a loss. Of several replicas each judges by what it has listened to itself.
 */
@Singleton
public class ListeningPeriod {
  /** Looks are a second apart; a busy machine may delay them. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private Instant since = Instant.MAX;
  private Instant lastLook = Instant.MIN;

  /** Has something that was said recorded. If the store does not take it, nobody was silent. */
  public <T> T hears(Supplier<T> recording) {
    try {
      return recording.get();
    } catch (OkaydException e) {
      if (StoreOutage.explains(e)) {
        beginAnew();
      }
      throw e;
    }
  }

  private synchronized void beginAnew() {
    since = Instant.MAX;
  }

  /** A look, at which everything that was heard until now is on record. */
  public synchronized Instant looks(Instant now) {
    if (lastLook.isBefore(now.minus(LONGEST_PAUSE)) || since.isAfter(now)) {
      since = now;
    }
    lastLook = now;
    return since;
  }
}
