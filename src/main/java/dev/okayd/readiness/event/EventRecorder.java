package dev.okayd.readiness.event;

import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.backend.DeviceReadinessStore;
import dev.okayd.backend.ReadinessEvent;
import dev.okayd.backend.ReadinessRecord;
import dev.okayd.backend.ServedDevice;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.readiness.drain.DrainProgress;
import dev.okayd.readiness.drain.Operation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Records events within a transaction: the readiness of the backend, the event, the log entry. */
@ApplicationScoped
public class EventRecorder {
  private final BackendStore backends;
  private final DeviceReadinessStore devices;
  private final ReceivedEventStore received;
  private final DrainProgress progress;
  private final EventLog log;
  private final Clock clock;

  public EventRecorder(
      BackendStore backends,
      DeviceReadinessStore devices,
      ReceivedEventStore received,
      DrainProgress progress,
      EventLog log,
      Clock clock) {
    this.backends = backends;
    this.devices = devices;
    this.received = received;
    this.progress = progress;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Records events of one backend in order.
   *
   * @param source the backend as recorded
   * @return the effect of each event
   */
  public List<EventEffect> record(Handle handle, Backend source, List<ReadinessEvent> events) {
    List<EventEffect> effects = new ArrayList<>();
    Backend backend = source;
    for (ReadinessEvent event : events) {
      Instant now = clock.instant();
      ReadinessUpdate update = update(handle, backend, event, now);
      if (update.effect() == EventEffect.RECORDED && isRenewal(handle, event, backend, now)) {
        extend(handle, event, update);
        backend = update.backend();
        effects.add(EventEffect.RENEWED);
      } else if (received.add(handle, event, update.effect(), now)) {
        record(handle, backend, event, update);
        backend = update.backend();
        effects.add(update.effect());
      } else {
        effects.add(EventEffect.REPEATED);
      }
    }
    return effects;
  }

  private boolean isRenewal(Handle handle, ReadinessEvent event, Backend backend, Instant now) {
    Map<ServedDevice, ReadinessRecord> known =
        event.devices().isEmpty()
            ? devices.of(handle, event.source())
            : devices.of(handle, event.source(), event.devices());
    return LeaseRenewal.isRenewal(event, backend, known.values(), now);
  }

  private void extend(Handle handle, ReadinessEvent event, ReadinessUpdate update) {
    backends.put(handle, update.backend());
    update
        .devices()
        .forEach((device, record) -> devices.put(handle, event.source(), device, record));
  }

  private ReadinessUpdate update(
      Handle handle, Backend backend, ReadinessEvent event, Instant now) {
    return ReadinessUpdate.of(
        event,
        backend,
        devices.of(handle, event.source(), event.devices()),
        isKnownEpoch(handle, backend, event),
        now);
  }

  /** The current epoch is known; another epoch is known if okayd recorded an event of it. */
  private boolean isKnownEpoch(Handle handle, Backend backend, ReadinessEvent event) {
    return backend.epoch().filter(epoch -> epoch.id().equals(event.epoch())).isPresent()
        || received.isKnownEpoch(handle, event.source(), event.epoch());
  }

  private void record(
      Handle handle, Backend backend, ReadinessEvent event, ReadinessUpdate update) {
    if (!update.backend().equals(backend)) {
      backends.put(handle, update.backend());
    }
    if (!update.backend().drain().equals(backend.drain())) {
      progress.cancelIfRunning(handle, backend.drain(), Operation.State.BACKEND_RESTARTED);
    }
    devices.deleteSuperseded(handle, event.source(), update.superseded());
    update
        .devices()
        .forEach((device, record) -> devices.put(handle, event.source(), device, record));
    if (!update.devices().isEmpty()) {
      devices.requireBounded(handle, event.source());
    }
    log(handle, event, update.effect());
  }

  private void log(Handle handle, ReadinessEvent event, EventEffect effect) {
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
    log.append(handle, LogType.BACKEND_REPORTED, event.source(), data);
  }
}
