package dev.okayd.readiness.drain;

import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.backend.Drain;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.EpochOrder;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Starts and ends drain operations, within the transaction of the change that causes it. */
@ApplicationScoped
public class DrainProgress {
  private final OperationStore operations;
  private final BackendStore backends;
  private final RemainingDevices remaining;
  private final EventLog log;
  private final Clock clock;

  public DrainProgress(
      OperationStore operations,
      BackendStore backends,
      RemainingDevices remaining,
      EventLog log,
      Clock clock) {
    this.operations = operations;
    this.backends = backends;
    this.remaining = remaining;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Returns the drain in effect, or starts one.
   *
   * @param epoch the start of the backend that will stop, if the request names one; a request for
   *     another epoch than that of the drain in effect starts another drain
   */
  Operation drain(Handle handle, Backend backend, Optional<String> epoch) {
    if (isBefore(epoch, backend.epoch().map(Epoch::id))) {
      return over(handle, backend, epoch.orElseThrow());
    }
    return backend
        .drain()
        .filter(
            drain ->
                epoch.isEmpty() || epoch.equals(drain.epoch()) || isBefore(epoch, drain.epoch()))
        .flatMap(drain -> operations.find(handle, drain.operation()))
        .orElseGet(() -> begin(handle, backend, epoch));
  }

  private static boolean isBefore(Optional<String> one, Optional<String> other) {
    return one.flatMap(first -> other.flatMap(second -> EpochOrder.order(first, second)))
        .filter(order -> order < 0)
        .isPresent();
  }

  /** The operation for an epoch that another one has already superseded. */
  private Operation over(Handle handle, Backend backend, String epoch) {
    Instant now = clock.instant();
    Operation over =
        new Operation(
            UUID.randomUUID().toString(),
            backend.name(),
            epoch,
            Operation.State.BACKEND_RESTARTED,
            now,
            now);
    operations.put(handle, over);
    return over;
  }

  private Operation begin(Handle handle, Backend backend, Optional<String> epoch) {
    cancel(handle, backend.drain(), Operation.State.CANCELLED);
    Instant now = clock.instant();
    Operation started =
        new Operation(
            UUID.randomUUID().toString(),
            backend.name(),
            epoch.orElse(""),
            Operation.State.RUNNING,
            now,
            now);
    operations.put(handle, started);
    backends.put(handle, backend.drainedBy(new Drain(started.id(), epoch)));
    log.append(
        handle,
        LogType.OPERATION_STARTED,
        backend.name(),
        Map.of("operation", started.id(), "epoch", epoch.orElse("")));
    return refresh(handle, started);
  }

  /**
   * Whether the recorded state of an operation is outdated: a running drain has completed, or a
   * completed one has a live device again, because the operator planned a boot device on its
   * backend.
   */
  boolean isOutdated(Handle handle, Operation operation) {
    return switch (operation.state()) {
      case RUNNING -> remaining.of(handle, operation).isEmpty();
      case DRAINED -> holds(handle, operation) && !remaining.of(handle, operation).isEmpty();
      case BACKEND_RESTARTED, BACKEND_DELETED, CANCELLED, UNKNOWN -> false;
    };
  }

  private boolean holds(Handle handle, Operation operation) {
    return backends
        .get(handle, operation.backend())
        .flatMap(Backend::drain)
        .filter(drain -> drain.operation().equals(operation.id()))
        .isPresent();
  }

  /** Records and returns the current state of an operation. */
  Operation refresh(Handle handle, Operation operation) {
    if (!isOutdated(handle, operation)) {
      return operation;
    }
    return operation.state() == Operation.State.RUNNING
        ? drained(handle, operation)
        : runsAgain(handle, operation);
  }

  private Operation drained(Handle handle, Operation operation) {
    Instant now = clock.instant();
    Operation ended = operation.in(Operation.State.DRAINED, now);
    operations.put(handle, ended);
    log.append(
        handle,
        LogType.OPERATION_DRAINED,
        operation.backend(),
        Map.of(
            "operation",
            operation.id(),
            "micros",
            ChronoUnit.MICROS.between(operation.createdAt(), now)));
    return ended;
  }

  private Operation runsAgain(Handle handle, Operation operation) {
    Operation running = operation.in(Operation.State.RUNNING, clock.instant());
    operations.put(handle, running);
    log.append(
        handle,
        LogType.OPERATION_RESUMED,
        operation.backend(),
        Map.of("operation", operation.id()));
    return running;
  }

  /**
   * Ends a drain because another epoch superseded the drained one. A completed drain stays
   * completed.
   */
  public void cancelIfRunning(Handle handle, Optional<Drain> drain, Operation.State end) {
    drain
        .flatMap(held -> operations.find(handle, held.operation()))
        .filter(operation -> operation.state() == Operation.State.RUNNING)
        .ifPresent(operation -> cancel(handle, operation, end));
  }

  /**
   * Ends a drain although the backend has not stopped. This also cancels a completed drain, because
   * the devices may be attached again.
   */
  public void cancel(Handle handle, Optional<Drain> drain, Operation.State end) {
    drain
        .flatMap(held -> operations.find(handle, held.operation()))
        .ifPresent(operation -> cancel(handle, operation, end));
  }

  private void cancel(Handle handle, Operation operation, Operation.State end) {
    operations.put(handle, operation.in(end, clock.instant()));
    log.append(
        handle,
        LogType.OPERATION_CANCELLED,
        operation.backend(),
        Map.of("operation", operation.id(), "why", end.name()));
  }
}
