package dev.okayd.readiness;

import dev.okayd.attach.Backends;
import dev.okayd.attach.Wakings;
import dev.okayd.eventlog.EventLog;
import dev.okayd.store.Store;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** This package put together by hand, for those who run okayd without its framework. */
public final class ReadinessAssembly {
  private final Store store;
  private final BackendStore backends;
  private final EventLog log;
  private final Clock clock;

  /** Its store alone, which others need first. */
  public ReadinessAssembly(Store store, EventLog log, Clock clock) {
    this.store = store;
    this.backends = new BackendStore(new DeviceReadinessStore());
    this.log = log;
    this.clock = clock;
  }

  /** Where the reconciler learns of backends. */
  public Backends backends() {
    return backends;
  }

  /** Registers a backend with a secret that the caller knows; it has no clock. */
  public void register(Handle handle, String name, String secret) {
    backends.put(
        handle, Backend.registered(name, secret).with(ReplayProtection.SEQUENCE, Optional.empty()));
  }

  /** Takes in a signed event. */
  public void accept(byte[] body, String id, String timestamp, String signature, Wakings wakings) {
    new EventIntake(store, backends, new DeviceReadinessStore(), log, wakings, clock)
        .accept(
            body,
            false,
            new Signature(Optional.of(id), Optional.of(timestamp), Optional.of(signature)),
            clock.instant());
  }

  /** Whether an event is recorded. */
  public static boolean isRecorded(Handle handle, String backend, String id) {
    return handle
        .createQuery("SELECT 1 FROM readiness_event WHERE backend = :backend AND event_id = :id")
        .bind("backend", backend)
        .bind("id", id)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }
}
