package dev.okayd.readiness;

import dev.okayd.attach.Readiness;
import dev.okayd.attach.Reconciler;
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
  private final EventLog log;
  private final Reconciler reconciler;

  RegisteredBackends(Store store, BackendStore backends, EventLog log, Reconciler reconciler) {
    this.store = store;
    this.backends = backends;
    this.log = log;
    this.reconciler = reconciler;
  }

  /**
   * A backend after a PUT.
   *
   * @param backend as it is now
   * @param isNew whether its secret is to be shown
   */
  record Put(Backend backend, boolean isNew) {}

  List<Backend> all() {
    return store.inTransaction(backends::all);
  }

  Backend get(String name) {
    return store.inTransaction(handle -> require(handle, name));
  }

  Put put(String name, ReplayProtection replayProtection) {
    Names.require("backend", name);
    Put put =
        store.inTransaction(
            handle -> {
              Optional<Backend> before = backends.get(handle, name);
              Backend after =
                  before
                      .map(b -> b.withReplayProtection(replayProtection))
                      .orElseGet(
                          () ->
                              new Backend(
                                  name,
                                  Signature.newSecret(),
                                  replayProtection,
                                  Readiness.UNKNOWN,
                                  Optional.empty()));
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
    reconciler.wakeServedBy(name);
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
          require(handle, name);
          backends.delete(handle, name);
          log.append(handle, "backend.deleted", name, Map.of());
          return name;
        });
    reconciler.wakeServedBy(name);
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
