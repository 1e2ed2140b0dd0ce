package dev.okayd.readiness.lease;

import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.backend.DeviceReadinessStore;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.ReadinessRecord;
import dev.okayd.backend.ServedDevice;
import dev.okayd.eventlog.EventLog;
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
 * Records that backends are lost because their leases are over. Whoever reads a lease knows by
 * itself that it is; that the backend is lost, and not unheard because okayd was stopped, is for
 * those to say who have listened for the whole length of the lease.
 */
@ApplicationScoped
public class LeaseWatch {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Store store;
  private final BackendStore backends;
  private final DeviceReadinessStore devices;
  private final EventLog log;
  private final ReconcileTrigger wakings;
  private final ListeningPeriod attention;
  private final Clock clock;
  private final PeriodicTask watch = new PeriodicTask("lease-watch", this::expire);

  public LeaseWatch(
      Store store,
      BackendStore backends,
      DeviceReadinessStore devices,
      EventLog log,
      ReconcileTrigger wakings,
      ListeningPeriod attention,
      Clock clock) {
    this.store = store;
    this.backends = backends;
    this.devices = devices;
    this.log = log;
    this.wakings = wakings;
    this.attention = attention;
    this.clock = clock;
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 1) StartupEvent event) {
    watch.start(PAUSE);
  }

  private List<Backend> over(Handle handle, Instant now) {
    return backends.withLeasesOver(handle, now).stream()
        .flatMap(name -> backends.get(handle, name).stream())
        .toList();
  }

  /** Before the store closes. */
  void stop(@Observes ShutdownEvent event) {
    watch.stop();
  }

  /** Records the leases that are over; answers of how many backends there were any. */
  public int expire() {
    // most of the time there are none, and those who write need not wait for that
    if (store.read(handle -> backends.withLeasesOver(handle, clock.instant())).isEmpty()) {
      attention.looks(clock.instant());
      return 0;
    }
    List<String> lost = store.inTransaction(this::expire);
    lost.forEach(wakings::lookServedBy);
    return lost.size();
  }

  private List<String> expire(Handle handle) {
    Instant now = clock.instant();
    Instant since = attention.looks(now);
    return over(handle, now).stream()
        .filter(backend -> expire(handle, backend, since, now))
        .map(Backend::name)
        .toList();
  }

  /** Whether any of its leases is recorded as over. */
  private boolean expire(Handle handle, Backend backend, Instant since, Instant now) {
    Optional<Epoch> general =
        backend
            .epoch()
            .filter(epoch -> epoch.general().filter(said -> said.isSilent(since, now)).isPresent());
    Map<ServedDevice, ReadinessRecord> single = devices.of(handle, backend.name());
    single.values().removeIf(said -> !said.isSilent(since, now));
    if (general.isEmpty() && single.isEmpty()) {
      return false;
    }
    general.ifPresent(epoch -> backends.put(handle, backend.in(epoch.expired(now))));
    single.forEach(
        (device, said) -> devices.put(handle, backend.name(), device, said.expired(now)));
    Map<String, Object> data = new LinkedHashMap<>();
    backend.epoch().ifPresent(epoch -> data.put("epoch", epoch.id()));
    general.ifPresent(epoch -> data.put("sequence", epoch.generalSequence()));
    if (!single.isEmpty()) {
      data.put("devices", List.copyOf(single.keySet()));
    }
    log.append(handle, "backend.lease-expired", backend.name(), data);
    return true;
  }
}
