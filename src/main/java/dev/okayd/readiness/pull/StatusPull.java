package dev.okayd.readiness.pull;

import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.error.OkaydException;
import dev.okayd.error.StoreOutage;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
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
 * Reads the last event of each backend that has a status URL, at startup and periodically. This
 * recovers events that okayd missed while it was not running. The answer is a signed event, and
 * okayd accepts it like a posted one.
 */
@ApplicationScoped
class StatusPull {
  private static final Logger LOG = Logger.getLogger(StatusPull.class);
  private static final int THREADS = 4;

  private final Store store;
  private final BackendStore backends;
  private final EventIntake intake;
  private final EventLog log;
  private final Clock clock;
  private final StatusPullConfig config;
  private final StatusReader reader = new StatusReader();
  private final PeriodicTask round = new PeriodicTask("status-pull", this::pullAll);
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, DaemonThreads.named("status-pull"));

  /** Backends whose read is in progress, so that a slow backend has at most one read at a time. */
  private final Set<String> inProgress = ConcurrentHashMap.newKeySet();

  /** Backends whose last read failed. */
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
        store.read(handle -> backends.listAfter(handle, "")).stream()
            .filter(backend -> backend.statusUrl().isPresent())
            .toList();
    readable.forEach(backend -> pull(backend.name(), backend.statusUrl().orElseThrow()));
  }

  /** Schedules a read of the status of a backend. */
  void pull(String backend, String url) {
    if (inProgress.add(backend)) {
      try {
        threads.execute(() -> pullNow(backend, url));
      } catch (RejectedExecutionException e) {
        // okayd is shutting down; the next start reads all backends
        inProgress.remove(backend);
      }
    }
  }

  private void pullNow(String backend, String url) {
    try {
      StatusReader.Status status = reader.read(url);
      intake.acceptFrom(backend, status.body(), status.signature(), clock.instant());
      succeeded(backend);
    } catch (StatusReader.Unreadable e) {
      failed(backend, String.valueOf(e.getMessage()));
    } catch (OkaydException e) {
      if (!StoreOutage.explains(e)) {
        failed(backend, e.code().code() + ": " + e.getMessage());
      }
    } catch (RuntimeException e) {
      LOG.errorf(e, "okayd failed to process the status of backend %s", backend);
      failed(backend, "okayd failed to process it; see its log");
    } finally {
      inProgress.remove(backend);
    }
  }

  private void succeeded(String backend) {
    if (failing.remove(backend)) {
      LOG.infof("Reading the status of backend %s works again", backend);
      record(backend, LogType.BACKEND_PULLED, Map.of());
    }
  }

  private void failed(String backend, String why) {
    if (failing.add(backend)) {
      LOG.warnf("Reading the status of backend %s failed: %s", backend, why);
      record(backend, LogType.BACKEND_PULL_FAILED, Map.of("message", why));
    }
  }

  private void record(String backend, LogType type, Map<String, String> data) {
    try {
      store.inTransaction(
          handle -> {
            log.append(handle, type, backend, data);
            return backend;
          });
    } catch (OkaydException e) {
      LOG.debugf("Could not append %s of %s to the log: %s", type.type(), backend, e.getMessage());
    }
  }
}
