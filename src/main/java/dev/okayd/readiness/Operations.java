package dev.okayd.readiness;

import dev.okayd.attach.LiveDevices;
import dev.okayd.eventlog.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** How operations begin and end, each within the transaction of what makes them do so. */
@ApplicationScoped
class Operations {
  private final OperationStore operations;
  private final BackendStore backends;
  private final LiveDevices live;
  private final EventLog log;
  private final Clock clock;

  Operations(
      OperationStore operations,
      BackendStore backends,
      LiveDevices live,
      EventLog log,
      Clock clock) {
    this.operations = operations;
    this.backends = backends;
    this.live = live;
    this.log = log;
    this.clock = clock;
  }

  /** The drain that holds, or one that begins now. */
  Operation drain(Handle handle, Backend backend) {
    return backend
        .drain()
        .flatMap(id -> operations.find(handle, id))
        .orElseGet(() -> begin(handle, backend));
  }

  private Operation begin(Handle handle, Backend backend) {
    Instant now = clock.instant();
    String epoch = backend.epoch().map(Epoch::id).orElse("");
    Operation begun =
        new Operation(
            UUID.randomUUID().toString(), backend.name(), epoch, Operation.State.RUNNING, now, now);
    operations.put(handle, begun);
    backends.put(handle, backend.drainedBy(begun.id()));
    log.append(
        handle,
        "operation.started",
        backend.name(),
        Map.of("operation", begun.id(), "epoch", epoch));
    return drainedIfSo(handle, begun);
  }

  /** Records that a running drain has come to its end, if nothing of the backend may be live. */
  Operation drainedIfSo(Handle handle, Operation operation) {
    boolean drained =
        operation.state() == Operation.State.RUNNING
            && live.of(handle, operation.backend()).isEmpty();
    if (!drained) {
      return operation;
    }
    Instant now = clock.instant();
    Operation ended = operation.ended(Operation.State.DRAINED, now);
    operations.put(handle, ended);
    log.append(
        handle,
        "operation.drained",
        operation.backend(),
        Map.of(
            "operation",
            operation.id(),
            "micros",
            ChronoUnit.MICROS.between(operation.createdAt(), now)));
    return ended;
  }

  /** A drain holds no more; if it was still running, this is its end. */
  void cutShort(Handle handle, Optional<String> drain, Operation.State end) {
    Optional<Operation> running =
        drain
            .flatMap(id -> operations.find(handle, id))
            .filter(operation -> operation.state() == Operation.State.RUNNING);
    running.ifPresent(operation -> operations.put(handle, operation.ended(end, clock.instant())));
    running.ifPresent(
        operation ->
            log.append(
                handle,
                "operation.cancelled",
                operation.backend(),
                Map.of("operation", operation.id(), "why", end.name())));
  }
}
