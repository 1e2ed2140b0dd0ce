package dev.okayd.readiness;

import dev.okayd.attach.Reconciler;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Takes in signed events. They are durable when this returns, and acted on a moment later. */
@ApplicationScoped
class EventIntake {
  private final Store store;
  private final BackendStore backends;
  private final EventLog log;
  private final Reconciler reconciler;
  private final Clock clock;

  EventIntake(
      Store store, BackendStore backends, EventLog log, Reconciler reconciler, Clock clock) {
    this.store = store;
    this.backends = backends;
    this.log = log;
    this.reconciler = reconciler;
    this.clock = clock;
  }

  /** An event that was accepted, and what it does. */
  record Accepted(String id, Effect effect) {}

  /** Accepts the events of a body, all or none. */
  List<Accepted> accept(byte[] body, boolean batch, Signature signature) {
    List<ReadinessEvent> events = EventFormat.read(body, batch);
    String source = events.get(0).source();
    List<Accepted> accepted =
        store.inTransaction(
            handle -> {
              signature.verify(body, requireSource(handle, source), clock.instant());
              return events.stream().map(event -> accept(handle, event)).toList();
            });
    reconciler.wakeServedBy(source);
    return accepted;
  }

  private Accepted accept(Handle handle, ReadinessEvent event) {
    if (backends.isReceived(handle, event)) {
      return new Accepted(event.id(), Effect.REPEATED);
    }
    Backend backend = requireSource(handle, event.source());
    Effect effect = Effect.of(event, backend.said(), backends.isEpochHeard(handle, event));
    Instant now = clock.instant();
    backends.receive(handle, event, effect, now);
    if (effect == Effect.RECORDED) {
      backends.put(handle, backend.after(event, now));
    }
    log.append(
        handle,
        "backend.said",
        event.source(),
        Map.of(
            "readiness", event.readiness(),
            "epoch", event.epoch(),
            "sequence", event.sequence(),
            "eventId", event.id(),
            "effect", effect));
    return new Accepted(event.id(), effect);
  }

  private Backend requireSource(Handle handle, String source) {
    return backends
        .get(handle, source)
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.UNKNOWN_EVENT_SOURCE,
                    "The event's source is no registered backend; it is the name that PUT /v1/backends/{backend} registers"));
  }
}
