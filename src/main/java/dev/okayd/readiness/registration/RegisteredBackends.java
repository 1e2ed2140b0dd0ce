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

/** What can be done with backends. Every change is one transaction, with its row in the log. */
@ApplicationScoped
class RegisteredBackends {
  private final Store store;
  private final BackendStore backends;
  private final DeviceReadinessStore devices;
  private final DrainProgress operations;
  private final EventLog log;
  private final ReconcileTrigger wakings;
  private final ConfiguredXenstore xenstore;
  private final Clock clock;

  RegisteredBackends(
      Store store,
      BackendStore backends,
      DeviceReadinessStore devices,
      DrainProgress operations,
      EventLog log,
      ReconcileTrigger wakings,
      ConfiguredXenstore xenstore,
      Clock clock) {
    this.store = store;
    this.backends = backends;
    this.devices = devices;
    this.operations = operations;
    this.log = log;
    this.wakings = wakings;
    this.xenstore = xenstore;
    this.clock = clock;
  }

  /**
   * A backend after a PUT.
   *
   * @param known the backend as it is now
   * @param isNew whether its secret is to be shown
   */
  record Put(Known known, boolean isNew) {}

  /**
   * A backend, and what it says of single devices.
   *
   * @param backend as it is recorded
   * @param devices of which it said something else than of all
   */
  record Known(Backend backend, Map<ServedDevice, ReadinessRecord> devices) {}

  /** Backends by name; of a readiness, if one is given. */
  Page<Known> page(PageRequest request, Optional<Readiness> readiness) {
    Instant now = clock.instant();
    List<Known> found =
        store.read(
            handle ->
                backends.behind(handle, request.after()).stream()
                    .filter(b -> readiness.map(b.readiness(now)::equals).orElse(true))
                    .limit(request.queryLimit())
                    .map(backend -> known(handle, backend))
                    .toList());
    return Page.of(request, found, known -> known.backend().name());
  }

  Known get(String name) {
    return store.read(handle -> known(handle, require(handle, name)));
  }

  private Known known(Handle handle, Backend backend) {
    return new Known(backend, devices.of(handle, backend.name()));
  }

  Put put(String name, Backend.Heard heard, Preconditions conditions) {
    Names.require("backend", name);
    requireReadable(heard);
    Put put =
        store.inTransaction(
            handle -> {
              Optional<Backend> before = backends.get(handle, name);
              conditions.requireMatch(before.map(backend -> tag(handle, backend)));
              Backend after =
                  before
                      .orElseGet(() -> Backend.registered(name, Signature.newSecret()))
                      .with(heard);
              if (!before.equals(Optional.of(after))) {
                long version =
                    log.append(
                        handle,
                        "backend.registered",
                        name,
                        Map.of("replayProtection", heard.replayProtection()));
                after = after.withVersion(version);
                backends.register(handle, after);
              }
              return new Put(known(handle, after), before.isEmpty());
            });
    wakings.lookServedBy(name);
    return put;
  }

  private EntityTag tag(Handle handle, Backend backend) {
    return BackendJson.tag(known(handle, backend), clock.instant());
  }

  /** A key that nobody reads would leave the backend unknown for ever, and say nothing of it. */
  private void requireReadable(Backend.Heard heard) {
    if (heard.xenstore().isPresent() && xenstore.get().isEmpty()) {
      throw new OkaydException(
          ErrorCode.XENSTORE_NOT_CONFIGURED,
          "The backend's readiness is to be read in the xenstore, and okayd.xenstore.at is not set;"
              + " set it, or ask the replica that has it");
    }
  }

  String renewSecret(Handle handle, String name) {
    String secret = Signature.newSecret();
    Backend backend = require(handle, name).withSecret(secret);
    long version = log.append(handle, "backend.secret-renewed", name, Map.of());
    backends.register(handle, backend.withVersion(version));
    return secret;
  }

  void delete(String name, Preconditions conditions) {
    store.inTransaction(
        handle -> {
          Backend backend = require(handle, name);
          conditions.requireMatch(Optional.of(tag(handle, backend)));
          operations.end(handle, backend.drain(), Operation.State.BACKEND_DELETED);
          backends.delete(handle, name);
          log.append(handle, "backend.deleted", name, Map.of());
          return name;
        });
    wakings.lookServedBy(name);
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
