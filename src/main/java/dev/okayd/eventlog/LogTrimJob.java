package dev.okayd.eventlog;

import dev.okayd.store.Store;
import dev.okayd.task.PeriodicTask;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Trims the log, and records with the same retention, periodically. */
@ApplicationScoped
class LogTrimJob {
  private static final Logger LOG = Logger.getLogger(LogTrimJob.class);

  private final LogTrim trim;
  private final Instance<Retention> retentions;
  private final LogConfig config;
  private final Clock clock;
  private final PeriodicTask trimming = new PeriodicTask("log-trim", this::run);

  LogTrimJob(Store store, @Any Instance<Retention> retentions, LogConfig config, Clock clock) {
    this.trim = new LogTrim(store, config, clock);
    this.retentions = retentions;
    this.config = config;
    this.clock = clock;
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 1) StartupEvent event) {
    trimming.startAfterPause(config.trimEvery());
  }

  @PreDestroy
  void stop() {
    trimming.stopNow();
  }

  private void run() {
    int dropped = trim.run();
    LOG.debugf("okayd dropped %d old log entries", dropped);
    Instant oldest = clock.instant().minus(config.keep());
    retentions.forEach(retention -> retention.drop(oldest, config.keepEntries()));
  }
}
