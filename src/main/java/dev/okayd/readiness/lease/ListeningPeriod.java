package dev.okayd.readiness.lease;

import dev.okayd.error.OkaydException;
import dev.okayd.error.StoreOutage;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Since when this process has received events without interruption. A process that just started,
 * was paused by its hypervisor, or could not record an event may have missed events, so it does not
 * treat a missing renewal as a loss. Each replica judges by its own period.
 */
@Singleton
public class ListeningPeriod {
  /** Checks are a second apart; a busy machine may delay them. */
  private static final Duration MAX_PAUSE = Duration.ofSeconds(3);

  private Instant since = Instant.MAX;
  private Instant lastCheck = Instant.MIN;

  /**
   * Runs a recording. If the store is out of service, the period restarts: the backend was not
   * silent.
   */
  public <T> T record(Supplier<T> recording) {
    try {
      return recording.get();
    } catch (OkaydException e) {
      if (StoreOutage.explains(e)) {
        restart();
      }
      throw e;
    }
  }

  private synchronized void restart() {
    since = Instant.MAX;
  }

  /**
   * Notes a check, at which all events received until now are recorded; returns the start of the
   * period.
   */
  public synchronized Instant noteCheck(Instant now) {
    if (lastCheck.isBefore(now.minus(MAX_PAUSE)) || since.isAfter(now)) {
      since = now;
    }
    lastCheck = now;
    return since;
  }
}
