package dev.okayd.readiness.lease;

import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.backend.DeviceReadinessStore;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.ReadinessRecord;
import dev.okayd.backend.ServedDevice;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.store.Store;
import dev.okayd.task.PeriodicTask;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Records backends as lost when their leases expire. Any reader of a lease can see that it has
 * expired. Only a process that listened for the whole length of the lease can conclude that the
 * backend is lost: otherwise okayd may have missed a renewal.
 */
@ApplicationScoped
public class LeaseWatch {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Store store;
  private final BackendStore backends;
  private final DeviceReadinessStore devices;
  private final EventLog log;
  private final ReconcileTrigger trigger;
  private final ListeningPeriod listening;
  private final Clock clock;
  private final PeriodicTask watch = new PeriodicTask("lease-watch", this::expire);

  public LeaseWatch(
      Store store,
      BackendStore backends,
      DeviceReadinessStore devices,
      EventLog log,
      ReconcileTrigger trigger,
      ListeningPeriod listening,
      Clock clock) {
    this.store = store;
    this.backends = backends;
    this.devices = devices;
    this.log = log;
    this.trigger = trigger;
    this.listening = listening;
    this.clock = clock;
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 1) StartupEvent event) {
    watch.start(PAUSE);
  }

  private List<Backend> withExpiredLeases(Handle handle, Instant now) {
    return backends.withExpiredLeases(handle, now).stream()
        .flatMap(name -> backends.get(handle, name).stream())
        .toList();
  }

  /** Before the store closes. */
  void stop(@Observes ShutdownEvent event) {
    watch.stop();
  }

  /** Records the expired leases; returns how many backends had one. */
  public int expire() {
    // usually there are none, and a read does not hold up write transactions
    if (store.read(handle -> backends.withExpiredLeases(handle, clock.instant())).isEmpty()) {
      listening.noteCheck(clock.instant());
      return 0;
    }
    List<String> lost = store.inTransaction(this::expire);
    lost.forEach(trigger::reconcileGuestsOf);
    return lost.size();
  }

  private List<String> expire(Handle handle) {
    Instant now = clock.instant();
    Instant since = listening.noteCheck(now);
    return withExpiredLeases(handle, now).stream()
        .filter(backend -> expire(handle, backend, since, now))
        .map(Backend::name)
        .toList();
  }

  /** Whether this recorded any of its leases as expired. */
  private boolean expire(Handle handle, Backend backend, Instant since, Instant now) {
    Optional<Epoch> general =
        backend
            .epoch()
            .filter(
                epoch ->
                    epoch
                        .general()
                        .filter(record -> record.hasExpiredWhileListening(since, now))
                        .isPresent());
    Map<ServedDevice, ReadinessRecord> single = devices.of(handle, backend.name());
    single.values().removeIf(record -> !record.hasExpiredWhileListening(since, now));
    if (general.isEmpty() && single.isEmpty()) {
      return false;
    }
    general.ifPresent(epoch -> backends.put(handle, backend.in(epoch.expired(now))));
    single.forEach(
        (device, record) -> devices.put(handle, backend.name(), device, record.expired(now)));
    Map<String, Object> data = new LinkedHashMap<>();
    backend.epoch().ifPresent(epoch -> data.put("epoch", epoch.id()));
    general.ifPresent(epoch -> data.put("sequence", epoch.generalSequence()));
    if (!single.isEmpty()) {
      data.put("devices", List.copyOf(single.keySet()));
    }
    log.append(handle, LogType.BACKEND_LEASE_EXPIRED, backend.name(), data);
    return true;
  }
}
