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

/** Records the readiness of backends from the xenstore, through the same recorder as events. */
@ApplicationScoped
public class XenstoreIntake {
  private final Store store;
  private final BackendStore backends;
  private final ReceivedEventStore events;
  private final EventRecorder recorder;
  private final ReconcileTrigger trigger;
  private final ListeningPeriod listening;
  private final Clock clock;

  public XenstoreIntake(
      Store store,
      BackendStore backends,
      ReceivedEventStore events,
      EventRecorder recorder,
      ReconcileTrigger trigger,
      ListeningPeriod listening,
      Clock clock) {
    this.store = store;
    this.backends = backends;
    this.events = events;
    this.recorder = recorder;
    this.trigger = trigger;
    this.listening = listening;
    this.clock = clock;
  }

  /** The result of a verdict. */
  private enum Outcome {
    NOTHING_NEW,
    RENEWED,
    RECORDED,
    STALE
  }

  /**
   * Accepts a verdict, unless the registration of the backend has changed since.
   *
   * @param verdict computes the time of its reading by the clock at the time of the call, because
   *     the clock may be set meanwhile
   * @return false if it was stale, so that the caller must read again
   */
  public boolean accept(String name, XenstoreKey key, Supplier<XenstoreVerdict> verdict) {
    // usually nothing has changed, and a read does not hold up write transactions
    if (store.read(handle -> next(handle, name, key, verdict.get())).isEmpty()) {
      return true;
    }
    Outcome outcome =
        listening.record(
            () -> store.inTransaction(handle -> record(handle, name, key, verdict.get())));
    return switch (outcome) {
      case NOTHING_NEW, RENEWED -> true;
      case STALE -> false;
      case RECORDED -> {
        trigger.reconcileGuestsOf(name);
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
