package dev.okayd.clock;

import dev.okayd.eventlog.EventLog;
import dev.okayd.store.Database;
import dev.okayd.store.Store;
import dev.okayd.store.StoreConfig;
import dev.okayd.task.PeriodicTask;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Detects that the wall clock was set. With SQLite, okayd alone uses its store: it adjusts all
 * recorded times and adopts the new date. Replicas on PostgreSQL take the time from the server when
 * they start, so they agree; later changes of their own wall clocks have no effect.
 */
@ApplicationScoped
class ClockWatch {
  private static final Logger LOG = Logger.getLogger(ClockWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Store store;
  private final Database database;
  private final SteadyClock clock;
  private final ClockJumps jumps;
  private final PeriodicTask comparing = new PeriodicTask("clock-watch", this::followWallClock);

  ClockWatch(Store store, StoreConfig config, SteadyClock clock, EventLog log) {
    this.store = store;
    this.database = config.database();
    this.clock = clock;
    this.jumps = new ClockJumps(store, log, clock);
  }

  /** Starts before any other bean reads the time. */
  void start(@Observes @Priority(Store.STARTUP_PRIORITY - 1) StartupEvent event) {
    switch (database) {
      case SQLITE -> {
        compareWithLastRun();
        comparing.startAfterPause(PAUSE);
      }
      case POSTGRESQL -> takeTimeOfServer();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    comparing.stop();
  }

  private void takeTimeOfServer() {
    Instant now =
        store.read(
            handle ->
                Instant.ofEpochMilli(
                    handle
                        .createQuery(
                            "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
                        .mapTo(Long.class)
                        .one()));
    clock.move(Duration.between(clock.instant(), now));
  }

  private void compareWithLastRun() {
    jumps
        .followLastRun()
        .ifPresent(
            gap ->
                LOG.infof(
                    "%d s passed between the last log entry and now: okayd was stopped for that long, or the clock was set. Retention ignores that time",
                    gap.toSeconds()));
  }

  private void followWallClock() {
    try {
      jumps
          .follow()
          .ifPresent(
              by ->
                  LOG.infof(
                      "The clock was set by %d s; leases and waits are not affected",
                      by.toSeconds()));
    } catch (RuntimeException e) {
      LOG.warnf(
          "The clock was set, but okayd could not adjust the recorded times (%s); retrying",
          e.getMessage());
    }
  }
}
