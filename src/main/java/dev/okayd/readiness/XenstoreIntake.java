package dev.okayd.readiness;

import dev.okayd.attach.Wakings;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Makes what the xenstore has of backends known, on the way of all that backends say. */
@ApplicationScoped
class XenstoreIntake {
  private final Store store;
  private final BackendStore backends;
  private final EventIntake intake;
  private final Wakings wakings;
  private final Clock clock;

  XenstoreIntake(
      Store store, BackendStore backends, EventIntake intake, Wakings wakings, Clock clock) {
    this.store = store;
    this.backends = backends;
    this.intake = intake;
    this.wakings = wakings;
    this.clock = clock;
  }

  /** Takes a verdict in, unless the backend is read elsewhere by now. */
  void take(String name, XenstoreKey key, XenstoreVerdict verdict) {
    // most looks find what is known, and those who write need not wait for that
    if (store.read(handle -> next(handle, name, key, verdict)).isEmpty()) {
      return;
    }
    boolean isNews = store.inTransaction(handle -> record(handle, name, key, verdict));
    if (isNews) {
      wakings.lookServedBy(name);
    }
  }

  private Optional<ReadinessEvent> next(
      Handle handle, String name, XenstoreKey key, XenstoreVerdict verdict) {
    return backends
        .get(handle, name)
        .filter(backend -> backend.xenstore().equals(Optional.of(key)))
        .flatMap(
            backend ->
                XenstoreEvents.next(
                    backend,
                    verdict,
                    epoch -> backends.isEpochHeard(handle, name, epoch),
                    () -> UUID.randomUUID().toString(),
                    clock.instant()));
  }

  private boolean record(Handle handle, String name, XenstoreKey key, XenstoreVerdict verdict) {
    Optional<ReadinessEvent> event = next(handle, name, key, verdict);
    if (event.isEmpty()) {
      return false;
    }
    Backend backend = backends.get(handle, name).orElseThrow();
    Instant now = clock.instant();
    if (!XenstoreEvents.isRenewal(backend, event.get(), now)) {
      intake.take(handle, backend, event.get());
      return true;
    }
    // each beat of a heart would fill the log
    backends.put(handle, Hearing.of(event.get(), backend, Map.of(), true, now).backend());
    return false;
  }
}
