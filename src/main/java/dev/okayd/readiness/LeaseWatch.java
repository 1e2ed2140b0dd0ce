package dev.okayd.readiness;

import dev.okayd.attach.Wakings;
import dev.okayd.eventlog.EventLog;
import dev.okayd.replica.Solitude;
import dev.okayd.store.Store;
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
 * Records that leases are over. Whoever reads a lease knows by itself when it is; this makes it
 * known to those who only read the log, and keeps a clock that is set back from bringing it back.
 */
@ApplicationScoped
class LeaseWatch {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Store store;
  private final BackendStore backends;
  private final DeviceReadinessStore devices;
  private final EventLog log;
  private final Wakings wakings;
  private final Solitude solitude;
  private final Clock clock;
  private final Repeated watch = new Repeated("lease-watch", this::expire);

  LeaseWatch(
      Store store,
      BackendStore backends,
      DeviceReadinessStore devices,
      EventLog log,
      Wakings wakings,
      Solitude solitude,
      Clock clock) {
    this.store = store;
    this.backends = backends;
    this.devices = devices;
    this.log = log;
    this.wakings = wakings;
    this.solitude = solitude;
    this.clock = clock;
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 1) StartupEvent event) {
    beginToListen();
    watch.every(PAUSE);
  }

  /**
   * Gives those whose leases ended while nobody listened the time to say that they live: okayd was
   * stopped, or its clock was set meanwhile. Where another replica has listened, leases are over.
   *
   * @return how many backends that are
   */
  int beginToListen() {
    return store.inTransaction(
        handle -> {
          if (!solitude.isAlone(handle)) {
            return 0;
          }
          Instant now = clock.instant();
          List<Backend> over = over(handle, now);
          over.forEach(backend -> unheard(handle, backend, now));
          return over.size();
        });
  }

  private void unheard(Handle handle, Backend backend, Instant now) {
    backend
        .epoch()
        .filter(epoch -> epoch.isExpired(now))
        .ifPresent(epoch -> backends.put(handle, backend.in(epoch.unheard(now))));
    expired(handle, backend, now)
        .forEach((device, said) -> devices.put(handle, backend.name(), device, said.unheard(now)));
  }

  private List<Backend> over(Handle handle, Instant now) {
    return backends.withLeasesOver(handle, now).stream()
        .flatMap(name -> backends.get(handle, name).stream())
        .toList();
  }

  private Map<ServedDevice, Said> expired(Handle handle, Backend backend, Instant now) {
    Map<ServedDevice, Said> single = devices.of(handle, backend.name());
    single.values().removeIf(said -> !said.isExpired(now));
    return single;
  }

  /** Before the store closes. */
  void stop(@Observes ShutdownEvent event) {
    watch.stop();
  }

  /** Records the leases that are over; answers of how many backends there were any. */
  int expire() {
    // most of the time there are none, and those who write need not wait for that
    if (store.read(handle -> backends.withLeasesOver(handle, clock.instant())).isEmpty()) {
      return 0;
    }
    List<String> expired = store.inTransaction(this::expire);
    expired.forEach(wakings::lookServedBy);
    return expired.size();
  }

  private List<String> expire(Handle handle) {
    Instant now = clock.instant();
    List<Backend> over = over(handle, now);
    over.forEach(backend -> expire(handle, backend, now));
    return over.stream().map(Backend::name).toList();
  }

  private void expire(Handle handle, Backend backend, Instant now) {
    Optional<Epoch> general = backend.epoch().filter(epoch -> epoch.isExpired(now));
    Map<ServedDevice, Said> single = expired(handle, backend, now);
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
  }
}
