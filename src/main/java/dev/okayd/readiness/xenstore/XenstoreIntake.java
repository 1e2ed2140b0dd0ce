package dev.okayd.readiness.xenstore;

import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.ReadinessEvent;
import dev.okayd.backend.ReadinessRecord;
import dev.okayd.backend.XenstoreKey;
import dev.okayd.readiness.event.EventRecorder;
import dev.okayd.readiness.event.ReceivedEventStore;
import dev.okayd.readiness.lease.ListeningPeriod;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Makes what the xenstore has of backends known, on the way of all that backends say. */
@ApplicationScoped
public class XenstoreIntake {
  private final Store store;
  private final BackendStore backends;
  private final ReceivedEventStore events;
  private final EventRecorder recorder;
  private final ReconcileTrigger wakings;
  private final ListeningPeriod attention;
  private final Clock clock;

  public XenstoreIntake(
      Store store,
      BackendStore backends,
      ReceivedEventStore events,
      EventRecorder recorder,
      ReconcileTrigger wakings,
      ListeningPeriod attention,
      Clock clock) {
    this.store = store;
    this.backends = backends;
    this.events = events;
    this.recorder = recorder;
    this.wakings = wakings;
    this.attention = attention;
    this.clock = clock;
  }

  /** What became of a verdict. */
  private enum Outcome {
    NOTHING_NEW,
    RENEWED,
    RECORDED,
    STALE
  }

  /**
   * Takes a verdict in, unless the backend is read elsewhere by now.
   *
   * @param verdict with the time of its reading on the date that the clock has when it is asked:
   *     the clock may be set on the way
   * @return no if it came too late, and has to be read again
   */
  public boolean take(String name, XenstoreKey key, Supplier<XenstoreVerdict> verdict) {
    // most looks find what is known, and those who write need not wait for that
    if (store.read(handle -> next(handle, name, key, verdict.get())).isEmpty()) {
      return true;
    }
    Outcome outcome =
        attention.hears(
            () -> store.inTransaction(handle -> record(handle, name, key, verdict.get())));
    return switch (outcome) {
      case NOTHING_NEW, RENEWED -> true;
      case STALE -> false;
      case RECORDED -> {
        wakings.lookServedBy(name);
        yield true;
      }
    };
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
                    epoch -> events.isKnownEpoch(handle, name, epoch),
                    () -> UUID.randomUUID().toString(),
                    clock.instant()));
  }

  private Outcome record(Handle handle, String name, XenstoreKey key, XenstoreVerdict verdict) {
    Optional<ReadinessEvent> event = next(handle, name, key, verdict);
    if (event.isEmpty()) {
      return Outcome.NOTHING_NEW;
    }
    Backend backend = backends.get(handle, name).orElseThrow();
    Instant now = clock.instant();
    if (verdict.isStale(
        backend.epoch().flatMap(Epoch::general).map(ReadinessRecord::recordedAt), now)) {
      return Outcome.STALE;
    }
    return switch (recorder.record(handle, backend, List.of(event.get())).get(0)) {
      case RENEWED -> Outcome.RENEWED;
      case RECORDED, REPEATED, OUTDATED -> Outcome.RECORDED;
    };
  }
}
