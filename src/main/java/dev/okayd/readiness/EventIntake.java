package dev.okayd.readiness;

import dev.okayd.attach.Wakings;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Attention attention;
  private final Clock clock;
  private final LatelyVerified lately = new LatelyVerified();

  EventIntake(
      Store store,
      BackendStore backends,
      DeviceReadinessStore devices,
      Operations operations,
      EventLog log,
      Wakings wakings,
      Attention attention,
      Clock clock) {
    this.store = store;
    this.backends = backends;
    this.devices = devices;
    this.operations = operations;
    this.log = log;
    this.wakings = wakings;
    this.attention = attention;
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
    // beside whoever writes, whose time is everybody's
    Backend known = verified(body, signature, source);
    List<Accepted> accepted =
        attention.hears(
            () ->
                store.inTransaction(
                    handle -> {
                      Backend backend = requireSource(handle, source);
                      if (!backend.isVerifiedAs(known)) {
                        signature.verify(body, backend, clock.instant());
                      }
                      requireEvents(backend);
                      return accept(handle, backend, events);
                    }));
    if (accepted.stream().anyMatch(event -> event.effect() != Effect.RENEWED)) {
      wakings.lookServedBy(source);
    }
    return accepted;
  }

  private Backend verified(byte[] body, Signature signature, String source) {
    Optional<Backend> recent =
        lately.find(source).filter(backend -> isRight(signature, body, backend));
    if (recent.isPresent()) {
      return recent.get();
    }
    Backend known = store.read(handle -> requireSource(handle, source));
    signature.verify(body, known, clock.instant());
    lately.add(known);
    return known;
  }

  private boolean isRight(Signature signature, byte[] body, Backend backend) {
    try {
      signature.verify(body, backend, clock.instant());
      return true;
    } catch (OkaydException e) {
      // it is held against the backend as it is, which may have another secret, and says why
      return false;
    }
  }

  private List<Accepted> accept(Handle handle, Backend source, List<ReadinessEvent> events) {
    List<Accepted> accepted = new ArrayList<>();
    Backend backend = source;
    for (ReadinessEvent event : events) {
      Instant now = clock.instant();
      Hearing hearing = hear(handle, backend, event, now);
      if (hearing.effect() == Effect.RECORDED && isRenewal(handle, event, backend, now)) {
        extend(handle, event, hearing);
        backend = hearing.backend();
        accepted.add(new Accepted(event.id(), Effect.RENEWED));
      } else if (backends.receive(handle, event, hearing.effect(), now)) {
        record(handle, backend, event, hearing);
        backend = hearing.backend();
        accepted.add(new Accepted(event.id(), hearing.effect()));
      } else {
        accepted.add(new Accepted(event.id(), Effect.REPEATED));
      }
    }
    return accepted;
  }

  private boolean isRenewal(Handle handle, ReadinessEvent event, Backend backend, Instant now) {
    Map<ServedDevice, Said> known =
        event.devices().isEmpty()
            ? devices.of(handle, event.source())
            : devices.of(handle, event.source(), event.devices());
    return Renewal.is(event, backend, known.values(), now);
  }

  private void extend(Handle handle, ReadinessEvent event, Hearing hearing) {
    backends.put(handle, hearing.backend());
    hearing.devices().forEach((device, said) -> devices.put(handle, event.source(), device, said));
  }

  /**
   * Takes in what somebody else says for a backend, who has made sure that it is so.
   *
   * @return what it does
   */
  Effect take(Handle handle, Backend backend, ReadinessEvent event) {
    return accept(handle, backend, List.of(event)).get(0).effect();
  }

  private static void requireEvents(Backend backend) {
    backend
        .xenstore()
        .ifPresent(
            key -> {
              throw new OkaydException(
                  ErrorCode.READ_FROM_XENSTORE,
                  "Backend \"%s\" is registered with the key %s of domain %s; to be heard by events it is registered without"
                      .formatted(backend.name(), key.key(), key.domain()));
            });
  }

  private Hearing hear(Handle handle, Backend backend, ReadinessEvent event, Instant now) {
    return Hearing.of(
        event,
        backend,
        devices.of(handle, event.source(), event.devices()),
        isEpochHeard(handle, backend, event),
        now);
  }

  private void record(Handle handle, Backend backend, ReadinessEvent event, Hearing hearing) {
    if (!hearing.backend().equals(backend)) {
      backends.put(handle, hearing.backend());
    }
    if (!hearing.backend().drain().equals(backend.drain())) {
      operations.cutShort(handle, backend.drain(), Operation.State.BACKEND_RESTARTED);
    }
    devices.forget(handle, event.source(), hearing.forgets());
    hearing.devices().forEach((device, said) -> devices.put(handle, event.source(), device, said));
    if (!hearing.devices().isEmpty()) {
      devices.requireBounded(handle, event.source());
    }
    log(handle, event, hearing.effect());
  }

  /** The present epoch has been; of another one, only the events say so. */
  private boolean isEpochHeard(Handle handle, Backend backend, ReadinessEvent event) {
    return backend.epoch().filter(epoch -> epoch.id().equals(event.epoch())).isPresent()
        || backends.isEpochHeard(handle, event.source(), event.epoch());
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
