package dev.okayd.readiness.drain;

import dev.okayd.attach.reconcile.LiveDevice;
import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Draining of backends. While one is drained its readiness is "draining" whatever it says, so the
 * reconciler has its devices let go and enables none.
 */
@ApplicationScoped
public class Drains {
  private final Store store;
  private final BackendStore backends;
  private final OperationStore operations;
  private final DrainProgress course;
  private final RemainingDevices remaining;
  private final EventLog log;
  private final ReconcileTrigger wakings;

  public Drains(
      Store store,
      BackendStore backends,
      OperationStore operations,
      DrainProgress course,
      RemainingDevices remaining,
      EventLog log,
      ReconcileTrigger wakings) {
    this.store = store;
    this.backends = backends;
    this.operations = operations;
    this.course = course;
    this.remaining = remaining;
    this.log = log;
    this.wakings = wakings;
  }

  /** Begins to drain a backend; drained already or being so, it is the same operation. */
  public OperationJson begin(Handle handle, String backend, Optional<String> epoch) {
    Operation operation = course.drain(handle, require(handle, backend), epoch);
    return json(handle, course.asItIs(handle, operation));
  }

  /** Calls a drain off. */
  public void cancel(String name) {
    store.inTransaction(
        handle -> {
          Backend backend = require(handle, name);
          if (backend.drain().isEmpty()) {
            throw new OkaydException(
                ErrorCode.NOT_DRAINED,
                "Backend \"%s\" is not being drained; there is nothing to call off"
                    .formatted(name));
          }
          course.end(handle, backend.drain(), Operation.State.CALLED_OFF);
          backends.put(handle, backend.notDrained());
          log.append(handle, "backend.drain-called-off", name, Map.of());
          return name;
        });
    wakings.lookServedBy(name);
  }

  /**
   * Takes the word of a person that a guest no longer uses what okayd cannot take from it.
   *
   * @param device all such devices of the guest, if none is named
   */
  public OperationJson confirm(Handle handle, String id, String guest, Optional<String> device) {
    Operation operation = course.asItIs(handle, requireOperation(handle, id));
    if (operation.state() != Operation.State.RUNNING) {
      throw new OkaydException(
          ErrorCode.OPERATION_OVER,
          "Operation %s is over (%s); there is nothing to confirm"
              .formatted(id, operation.state()));
    }
    List<LiveDevice> confirmed =
        remaining.of(handle, operation).stream()
            .filter(LiveDevice::awaitsPerson)
            .filter(live -> live.guest().equals(guest))
            .filter(live -> device.map(live.device()::equals).orElse(true))
            .toList();
    if (confirmed.isEmpty()) {
      throw new OkaydException(
          ErrorCode.NOTHING_TO_CONFIRM,
          "The drain waits for no confirmation of guest \"%s\"%s; the devices in the operation without a phase are those that it waits for"
              .formatted(guest, device.map(name -> ", device \"" + name + "\"").orElse("")));
    }
    confirmed.forEach(live -> confirm(handle, operation, live));
    return json(handle, course.asItIs(handle, operation));
  }

  private void confirm(Handle handle, Operation operation, LiveDevice live) {
    remaining.confirm(handle, operation, live);
    log.append(
        handle,
        "operation.confirmed",
        operation.backend(),
        Map.of("operation", operation.id(), "guest", live.guest(), "device", live.device()));
  }

  /** Operations, the latest first. */
  List<OperationJson> latest(Optional<String> backend, int limit) {
    checkAll();
    return store.read(
        handle ->
            backend
                .map(name -> operations.latest(handle, name, limit))
                .orElseGet(() -> operations.latest(handle, limit))
                .stream()
                .map(operation -> json(handle, operation))
                .toList());
  }

  /** How far an operation is at this moment. */
  public OperationJson get(String id) {
    Operation operation = store.read(handle -> requireOperation(handle, id));
    check(operation);
    return store.read(handle -> json(handle, requireOperation(handle, id)));
  }

  /**
   * Records the end of each drain that has come to it, and that one runs again whose backend has
   * come to have live devices; answers whether any still runs.
   */
  boolean checkAll() {
    List<Operation> held = store.read(operations::held);
    held.forEach(this::check);
    return held.stream().anyMatch(operation -> operation.state() == Operation.State.RUNNING);
  }

  private void check(Operation operation) {
    // most of the time nothing has changed, and those who write need not wait for that
    if (store.read(handle -> course.isAnother(handle, operation))) {
      store.inTransaction(
          handle -> course.asItIs(handle, requireOperation(handle, operation.id())));
    }
  }

  private OperationJson json(Handle handle, Operation operation) {
    return operation.state() == Operation.State.RUNNING
        ? OperationJson.running(
            operation, remaining.of(handle, operation), remaining.outOf(handle, operation))
        : OperationJson.over(operation);
  }

  private Backend require(Handle handle, String name) {
    return backends
        .get(handle, name)
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.BACKEND_NOT_FOUND, "There is no backend \"" + name + "\""));
  }

  private Operation requireOperation(Handle handle, String id) {
    return operations
        .find(handle, id)
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.OPERATION_NOT_FOUND, "There is no operation \"" + id + "\""));
  }
}
