package dev.okayd.readiness.drain;

import dev.okayd.attach.reconcile.LiveDevice;
import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Drains backends. During a drain the effective readiness of a backend is "draining" even if it
 * reports "ready", so the reconciler removes its devices and attaches none.
 */
@ApplicationScoped
public class Drains {
  private final Store store;
  private final BackendStore backends;
  private final OperationStore operations;
  private final DrainProgress progress;
  private final RemainingDevices remaining;
  private final EventLog log;
  private final ReconcileTrigger trigger;

  public Drains(
      Store store,
      BackendStore backends,
      OperationStore operations,
      DrainProgress progress,
      RemainingDevices remaining,
      EventLog log,
      ReconcileTrigger trigger) {
    this.store = store;
    this.backends = backends;
    this.operations = operations;
    this.progress = progress;
    this.remaining = remaining;
    this.log = log;
    this.trigger = trigger;
  }

  /** Starts the drain of a backend; returns the existing operation if one is in effect. */
  public OperationJson begin(Handle handle, String backend, Optional<String> epoch) {
    Operation operation = progress.drain(handle, require(handle, backend), epoch);
    return json(handle, progress.refresh(handle, operation));
  }

  /** Cancels a drain. */
  public void cancel(String name) {
    store.inTransaction(
        handle -> {
          Backend backend = require(handle, name);
          if (backend.drain().isEmpty()) {
            throw new OkaydException(
                ErrorCode.NOT_DRAINED,
                "Backend \"%s\" is not being drained; there is nothing to cancel".formatted(name));
          }
          progress.cancel(handle, backend.drain(), Operation.State.CANCELLED);
          backends.put(handle, backend.notDrained());
          log.append(handle, LogType.BACKEND_DRAIN_CANCELLED, name, Map.of());
          return name;
        });
    trigger.reconcileGuestsOf(name);
  }

  /**
   * Records the confirmation of a person that a guest no longer uses devices that okayd cannot
   * remove.
   *
   * @param device all such devices of the guest if empty
   */
  public OperationJson confirm(Handle handle, String id, String guest, Optional<String> device) {
    Operation operation = progress.refresh(handle, requireOperation(handle, id));
    if (operation.state() != Operation.State.RUNNING) {
      throw new OkaydException(
          ErrorCode.OPERATION_OVER,
          "Operation %s has ended (%s); there is nothing to confirm"
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
          "The drain waits for no confirmation of guest \"%s\"%s; it waits for the devices without a phase in the operation"
              .formatted(guest, device.map(name -> ", device \"" + name + "\"").orElse("")));
    }
    confirmed.forEach(live -> confirm(handle, operation, live));
    return json(handle, progress.refresh(handle, operation));
  }

  private void confirm(Handle handle, Operation operation, LiveDevice live) {
    remaining.confirm(handle, operation, live);
    log.append(
        handle,
        LogType.OPERATION_CONFIRMED,
        operation.backend(),
        Map.of("operation", operation.id(), "guest", live.guest(), "device", live.device()));
  }

  /** Operations, latest first. */
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

  /** The current state of an operation. */
  public OperationJson get(String id) {
    Operation operation = store.read(handle -> requireOperation(handle, id));
    check(operation);
    return store.read(handle -> json(handle, requireOperation(handle, id)));
  }

  /**
   * Records the end of each completed drain, and that a completed drain runs again if its backend
   * has live devices again; returns whether any drain runs.
   */
  boolean checkAll() {
    List<Operation> held = store.read(operations::held);
    held.forEach(this::check);
    return held.stream().anyMatch(operation -> operation.state() == Operation.State.RUNNING);
  }

  private void check(Operation operation) {
    // usually nothing has changed, and a read does not hold up write transactions
    if (store.read(handle -> progress.isOutdated(handle, operation))) {
      store.inTransaction(
          handle -> progress.refresh(handle, requireOperation(handle, operation.id())));
    }
  }

  private OperationJson json(Handle handle, Operation operation) {
    return operation.state() == Operation.State.RUNNING
        ? OperationJson.running(
            operation, remaining.of(handle, operation), remaining.total(handle, operation))
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
