package dev.okayd.readiness.registration;

import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.backend.DeviceReadinessStore;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.ReadinessRecord;
import dev.okayd.backend.ServedDevice;
import dev.okayd.document.Names;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.http.EntityTag;
import dev.okayd.http.Page;
import dev.okayd.http.PageRequest;
import dev.okayd.http.Preconditions;
import dev.okayd.readiness.drain.DrainProgress;
import dev.okayd.readiness.drain.Operation;
import dev.okayd.readiness.event.Signature;
import dev.okayd.store.Store;
import dev.okayd.xenstore.ConfiguredXenstore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Operations on backends. Each change is one transaction that also appends to the log. */
@ApplicationScoped
class RegisteredBackends {
  private final Store store;
  private final BackendStore backends;
  private final DeviceReadinessStore devices;
  private final DrainProgress progress;
  private final EventLog log;
  private final ReconcileTrigger trigger;
  private final ConfiguredXenstore xenstore;
  private final Clock clock;

  RegisteredBackends(
      Store store,
      BackendStore backends,
      DeviceReadinessStore devices,
      DrainProgress progress,
      EventLog log,
      ReconcileTrigger trigger,
      ConfiguredXenstore xenstore,
      Clock clock) {
    this.store = store;
    this.backends = backends;
    this.devices = devices;
    this.progress = progress;
    this.log = log;
    this.trigger = trigger;
    this.xenstore = xenstore;
    this.clock = clock;
  }

  /**
   * A backend after a PUT.
   *
   * @param details the backend after the change
   * @param isNew whether the PUT created it, so that the answer shows its secret
   */
  record Put(Details details, boolean isNew) {}

  /**
   * A backend and the readiness of its single devices.
   *
   * @param backend as recorded
   * @param devices records of single devices
   */
  record Details(Backend backend, Map<ServedDevice, ReadinessRecord> devices) {}

  /** Backends ordered by name, filtered by readiness if one is given. */
  Page<Details> page(PageRequest request, Optional<Readiness> readiness) {
    Instant now = clock.instant();
    List<Details> found =
        store.read(
            handle ->
                backends.listAfter(handle, request.after()).stream()
                    .filter(b -> readiness.map(b.readiness(now)::equals).orElse(true))
                    .limit(request.queryLimit())
                    .map(backend -> details(handle, backend))
                    .toList());
    return Page.of(request, found, details -> details.backend().name());
  }

  Details get(String name) {
    return store.read(handle -> details(handle, require(handle, name)));
  }

  private Details details(Handle handle, Backend backend) {
    return new Details(backend, devices.of(handle, backend.name()));
  }

  Put put(String name, Backend.ReadinessSource readinessSource, Preconditions conditions) {
    Names.require("backend", name);
    requireReadable(readinessSource);
    Put put =
        store.inTransaction(
            handle -> {
              Optional<Backend> before = backends.get(handle, name);
              conditions.requireMatch(before.map(backend -> tag(handle, backend)));
              Backend after =
                  before
                      .orElseGet(() -> Backend.registered(name, Signature.newSecret()))
                      .with(readinessSource);
              if (!before.equals(Optional.of(after))) {
                long version =
                    log.append(
                        handle,
                        LogType.BACKEND_REGISTERED,
                        name,
                        Map.of("replayProtection", readinessSource.replayProtection()));
                after = after.withVersion(version);
                backends.register(handle, after);
              }
              return new Put(details(handle, after), before.isEmpty());
            });
    trigger.reconcileGuestsOf(name);
    return put;
  }

  private EntityTag tag(Handle handle, Backend backend) {
    return BackendJson.tag(details(handle, backend), clock.instant());
  }

  /** Without a configured xenstore the backend would stay unknown for ever, without any message. */
  private void requireReadable(Backend.ReadinessSource readinessSource) {
    if (readinessSource.xenstore().isPresent() && xenstore.get().isEmpty()) {
      throw new OkaydException(
          ErrorCode.XENSTORE_NOT_CONFIGURED,
          "The backend is registered with a xenstore key, but okayd.xenstore.at is not set;"
              + " set it, or send the request to a replica that has it set");
    }
  }

  String renewSecret(Handle handle, String name) {
    String secret = Signature.newSecret();
    Backend backend = require(handle, name).withSecret(secret);
    long version = log.append(handle, LogType.BACKEND_SECRET_RENEWED, name, Map.of());
    backends.register(handle, backend.withVersion(version));
    return secret;
  }

  void delete(String name, Preconditions conditions) {
    store.inTransaction(
        handle -> {
          Backend backend = require(handle, name);
          conditions.requireMatch(Optional.of(tag(handle, backend)));
          progress.cancel(handle, backend.drain(), Operation.State.BACKEND_DELETED);
          backends.delete(handle, name);
          log.append(handle, LogType.BACKEND_DELETED, name, Map.of());
          return name;
        });
    trigger.reconcileGuestsOf(name);
  }

  private Backend require(Handle handle, String name) {
    return backends
        .get(handle, name)
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.BACKEND_NOT_FOUND, "There is no backend \"" + name + "\""));
  }
}
