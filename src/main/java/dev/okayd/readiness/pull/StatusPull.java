package dev.okayd.readiness.pull;

import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.error.OkaydException;
import dev.okayd.error.StoreOutage;
import dev.okayd.eventlog.EventLog;
import dev.okayd.readiness.event.EventIntake;
import dev.okayd.store.Store;
import dev.okayd.task.DaemonThreads;
import dev.okayd.task.PeriodicTask;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * Reads again what backends last said, for those that have a status URL: when okayd starts, and now
 * and then. So an event that was sent while nobody listened is not missed for good. What comes back
 * is a signed event like any other, and is taken in as one.
 */
@ApplicationScoped
class StatusPull {
  private static final Logger LOG = Logger.getLogger(StatusPull.class);
  private static final int AT_ONCE = 4;

  private final Store store;
  private final BackendStore backends;
  private final EventIntake intake;
  private final EventLog log;
  private final Clock clock;
  private final StatusPullConfig config;
  private final StatusReader reader = new StatusReader();
  private final PeriodicTask round = new PeriodicTask("status-pull", this::pullAll);
  private final ExecutorService threads =
      Executors.newFixedThreadPool(AT_ONCE, DaemonThreads.named("status-pull"));

  /** Those that are being read: one that does not answer is not asked twice at once. */
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  /** Those that could not be read the last time. */
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  StatusPull(
      Store store,
      BackendStore backends,
      EventIntake intake,
      EventLog log,
      Clock clock,
      StatusPullConfig config) {
    this.store = store;
    this.backends = backends;
    this.intake = intake;
    this.log = log;
    this.clock = clock;
    this.config = config;
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 2) StartupEvent event) {
    round.start(config.pull());
  }

  void stop(@Observes ShutdownEvent event) {
    round.stop();
    threads.shutdownNow();
  }

  private void pullAll() {
    List<Backend> readable =
        store.read(handle -> backends.behind(handle, "")).stream()
            .filter(backend -> backend.statusUrl().isPresent())
            .toList();
    readable.forEach(backend -> pull(backend.name(), backend.statusUrl().orElseThrow()));
  }

  /** Reads the status of a backend soon. */
  void pull(String backend, String url) {
    if (underWay.add(backend)) {
      try {
        threads.execute(() -> pullNow(backend, url));
      } catch (RejectedExecutionException e) {
        // okayd is about to end; the one that starts next reads again
        underWay.remove(backend);
      }
    }
  }

  private void pullNow(String backend, String url) {
    try {
      StatusReader.Status status = reader.read(url);
      intake.acceptFrom(backend, status.body(), status.signature(), clock.instant());
      worked(backend);
    } catch (StatusReader.Unreadable e) {
      failed(backend, String.valueOf(e.getMessage()));
    } catch (OkaydException e) {
      if (!StoreOutage.explains(e)) {
        failed(backend, e.code().code() + ": " + e.getMessage());
      }
    } catch (RuntimeException e) {
      LOG.errorf(e, "The status of backend %s was read, and okayd failed", backend);
      failed(backend, "okayd failed; see its log");
    } finally {
      underWay.remove(backend);
    }
  }

  private void worked(String backend) {
    if (failing.remove(backend)) {
      LOG.infof("The status of backend %s can be read again", backend);
      record(backend, "backend.pulled", Map.of());
    }
  }

  private void failed(String backend, String why) {
    if (failing.add(backend)) {
      LOG.warnf("The status of backend %s cannot be read: %s", backend, why);
      record(backend, "backend.pull-failed", Map.of("message", why));
    }
  }

  private void record(String backend, String type, Map<String, String> data) {
    try {
      store.inTransaction(
          handle -> {
            log.append(handle, type, backend, data);
            return backend;
          });
    } catch (OkaydException e) {
      LOG.debugf("Not in the log: %s of %s: %s", type, backend, e.getMessage());
    }
  }
}
