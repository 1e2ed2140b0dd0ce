package dev.okayd.readiness;

import dev.okayd.attach.Wakings;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.plan.Names;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
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
  private final Operations operations;
  private final EventLog log;
  private final Wakings wakings;

  RegisteredBackends(
      Store store,
      BackendStore backends,
      DeviceReadinessStore devices,
      Operations operations,
      EventLog log,
      Wakings wakings) {
    this.store = store;
    this.backends = backends;
    this.devices = devices;
    this.operations = operations;
    this.log = log;
    this.wakings = wakings;
  }

  /**
   * A backend after a PUT.
   *
   * @param backend as it is now
   * @param isNew whether its secret is to be shown
   */
  record Put(Backend backend, boolean isNew) {}

  /**
   * A backend, and what it says of single devices.
   *
   * @param backend as it is recorded
   * @param devices of which it said something else than of all
   */
  record Known(Backend backend, Map<ServedDevice, Said> devices) {}

  List<Known> all() {
    return store.read(
        handle -> backends.all(handle).stream().map(backend -> known(handle, backend)).toList());
  }

  Known get(String name) {
    return store.read(handle -> known(handle, require(handle, name)));
  }

  private Known known(Handle handle, Backend backend) {
    return new Known(backend, devices.of(handle, backend.name()));
  }

  Put put(String name, ReplayProtection replayProtection, Optional<String> statusUrl) {
    Names.require("backend", name);
    Put put =
        store.inTransaction(
            handle -> {
              Optional<Backend> before = backends.get(handle, name);
              Backend after =
                  before
                      .orElseGet(() -> Backend.registered(name, Signature.newSecret()))
                      .with(replayProtection, statusUrl);
              if (!before.equals(Optional.of(after))) {
                backends.put(handle, after);
                log.append(
                    handle,
                    "backend.registered",
                    name,
                    Map.of("replayProtection", replayProtection));
              }
              return new Put(after, before.isEmpty());
            });
    wakings.lookServedBy(name);
    return put;
  }

  String renewSecret(String name) {
    String secret = Signature.newSecret();
    store.inTransaction(
        handle -> {
          backends.put(handle, require(handle, name).withSecret(secret));
          log.append(handle, "backend.secret-renewed", name, Map.of());
          return name;
        });
    return secret;
  }

  void delete(String name) {
    store.inTransaction(
        handle -> {
          operations.cutShort(
              handle, require(handle, name).drain(), Operation.State.BACKEND_DELETED);
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
