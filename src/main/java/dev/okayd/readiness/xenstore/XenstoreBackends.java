package dev.okayd.readiness.xenstore;

import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.backend.XenstoreKey;
import dev.okayd.clock.SteadyClock;
import dev.okayd.eventlog.LogEntry;
import dev.okayd.eventlog.LogListener;
import dev.okayd.eventlog.LogTail;
import dev.okayd.eventlog.LogType;
import dev.okayd.store.Store;
import dev.okayd.task.PeriodicTask;
import dev.okayd.xenstore.ConfiguredXenstore;
import dev.okayd.xenstore.Domains;
import dev.okayd.xenstore.Watch;
import dev.okayd.xenstore.Xenstore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Watches all backends whose readiness is in the xenstore, whichever replica registered them. Reads
 * them after registration, at startup, after a reconnection to xenstored, and at each change.
 */
@ApplicationScoped
class XenstoreBackends implements LogListener {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Optional<Xenstore> xenstore;
  private final Store store;
  private final BackendStore backends;
  private final XenstoreIntake intake;
  private final Map<String, FollowedBackend> followed = new ConcurrentHashMap<>();
  private final PeriodicTask round = new PeriodicTask("xenstore-backends", this::updateFollowed);
  private final SteadyClock clock;
  private List<Watch> domains = List.of();
  private volatile boolean rereadAll;

  XenstoreBackends(
      ConfiguredXenstore configured,
      Store store,
      BackendStore backends,
      XenstoreIntake intake,
      LogTail tail,
      SteadyClock clock) {
    this.xenstore = configured.get();
    this.store = store;
    this.backends = backends;
    this.intake = intake;
    this.clock = clock;
    tail.listen(this);
  }

  /** Reads all backends again after a restore, which may have deleted their readiness. */
  @Override
  public void appended(LogEntry entry) {
    if (entry.type().equals(LogType.STATE_RESTORED.type())) {
      rereadAll = true;
    }
  }

  @Override
  public void entriesMissing() {
    rereadAll = true;
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 2) StartupEvent event) {
    if (xenstore.isPresent()) {
      domains = new Domains(xenstore.get()).watch(this::refreshAll);
      round.start(PAUSE);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    round.stop();
    domains.forEach(Watch::close);
    followed.values().forEach(FollowedBackend::close);
  }

  private void refreshAll() {
    followed.values().forEach(FollowedBackend::refresh);
  }

  private void updateFollowed() {
    Map<String, XenstoreKey> registered =
        store.read(handle -> backends.listAfter(handle, "")).stream()
            .filter(backend -> backend.xenstore().isPresent())
            .collect(Collectors.toMap(Backend::name, b -> b.xenstore().orElseThrow()));
    followed
        .entrySet()
        .removeIf(
            entry -> {
              boolean isOver = !entry.getValue().key().equals(registered.get(entry.getKey()));
              if (isOver) {
                entry.getValue().close();
              }
              return isOver;
            });
    registered.forEach(
        (name, key) ->
            followed.computeIfAbsent(
                name, n -> new FollowedBackend(n, key, xenstore.orElseThrow(), intake, clock)));
    if (rereadAll) {
      rereadAll = false;
      refreshAll();
    }
    followed.values().forEach(FollowedBackend::retryIfUnsettled);
  }
}
