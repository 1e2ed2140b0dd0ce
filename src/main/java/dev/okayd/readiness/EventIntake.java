package dev.okayd.readiness;

import dev.okayd.attach.Wakings;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Takes in signed events. They are durable when this returns, and acted on a moment later. */
@ApplicationScoped
class EventIntake {
  private final Store store;
  private final BackendStore backends;
  private final DeviceReadinessStore devices;
  private final Operations operations;
  private final EventLog log;
  private final Wakings wakings;
  private final Clock clock;

  EventIntake(
      Store store,
      BackendStore backends,
      DeviceReadinessStore devices,
      Operations operations,
      EventLog log,
      Wakings wakings,
      Clock clock) {
    this.store = store;
    this.backends = backends;
    this.devices = devices;
    this.operations = operations;
    this.log = log;
    this.wakings = wakings;
    this.clock = clock;
  }

  /** An event that was accepted, and what it does. */
  record Accepted(String id, Effect effect) {}

  /**
   * Accepts the events of a body, all or none.
   *
   * @param receivedAt when its first byte came in
   */
  List<Accepted> accept(byte[] body, boolean batch, Signature signature, Instant receivedAt) {
    return accept(body, EventFormat.read(body, batch, receivedAt), signature);
  }

  /** Accepts one event that has to be of this backend. */
  List<Accepted> acceptFrom(String backend, byte[] body, Signature signature, Instant receivedAt) {
    List<ReadinessEvent> events = EventFormat.read(body, false, receivedAt);
    if (!events.get(0).source().equals(backend)) {
      throw new OkaydException(
          ErrorCode.INVALID_EVENT,
          "The event is of another source, \"%s\" is expected".formatted(backend));
    }
    return accept(body, events, signature);
  }

  private List<Accepted> accept(byte[] body, List<ReadinessEvent> events, Signature signature) {
    String source = events.get(0).source();
    List<Accepted> accepted =
        store.inTransaction(
            handle -> {
              signature.verify(body, requireSource(handle, source), clock.instant());
              return events.stream().map(event -> accept(handle, event)).toList();
            });
    wakings.lookServedBy(source);
    return accepted;
  }

  private Accepted accept(Handle handle, ReadinessEvent event) {
    if (backends.isReceived(handle, event)) {
      return new Accepted(event.id(), Effect.REPEATED);
    }
    Instant now = clock.instant();
    Backend before = requireSource(handle, event.source());
    Hearing hearing =
        Hearing.of(
            event,
            before,
            devices.of(handle, event.source(), event.devices()),
            backends.isEpochHeard(handle, event),
            now);
    backends.receive(handle, event, hearing.effect(), now);
    if (!hearing.backend().equals(before)) {
      backends.put(handle, hearing.backend());
    }
    if (!hearing.backend().drain().equals(before.drain())) {
      operations.cutShort(handle, before.drain(), Operation.State.BACKEND_RESTARTED);
    }
    devices.forget(handle, event.source(), hearing.forgets());
    hearing.devices().forEach((device, said) -> devices.put(handle, event.source(), device, said));
    log(handle, event, hearing.effect());
    return new Accepted(event.id(), hearing.effect());
  }

  private void log(Handle handle, ReadinessEvent event, Effect effect) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("readiness", event.readiness());
    data.put("epoch", event.epoch());
    data.put("sequence", event.sequence());
    data.put("eventId", event.id());
    data.put("effect", effect);
    if (!event.devices().isEmpty()) {
      data.put("devices", event.devices());
    }
    event.domid().ifPresent(domid -> data.put("domid", domid));
    event.ttl().ifPresent(ttl -> data.put("ttlSeconds", ttl.toSeconds()));
    log.append(handle, "backend.said", event.source(), data);
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
