package dev.okayd.readiness.drain;

import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.backend.Drain;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.EpochOrder;
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
   * The drain that holds, or one that begins now.
   *
   * @param epoch the start of the backend that is to stop, if that is said; of another one than the
   *     drain that holds is of, it is another drain
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

  /** The start of the backend that is to stop has been followed by another one already. */
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
    end(handle, backend.drain(), Operation.State.CALLED_OFF);
    Instant now = clock.instant();
    Operation begun =
        new Operation(
            UUID.randomUUID().toString(),
            backend.name(),
            epoch.orElse(""),
            Operation.State.RUNNING,
            now,
            now);
    operations.put(handle, begun);
    backends.put(handle, backend.drainedBy(new Drain(begun.id(), epoch)));
    log.append(
        handle,
        "operation.started",
        backend.name(),
        Map.of("operation", begun.id(), "epoch", epoch.orElse("")));
    return asItIs(handle, begun);
  }

  /**
   * Whether an operation is no longer what is recorded: a drain that runs has come to its end, or
   * one that had is not drained any more, as somebody has planned a boot device of its backend.
   */
  boolean isAnother(Handle handle, Operation operation) {
    return switch (operation.state()) {
      case RUNNING -> remaining.of(handle, operation).isEmpty();
      case DRAINED -> holds(handle, operation) && !remaining.of(handle, operation).isEmpty();
      case BACKEND_RESTARTED, BACKEND_DELETED, CALLED_OFF, UNKNOWN -> false;
    };
  }

  private boolean holds(Handle handle, Operation operation) {
    return backends
        .get(handle, operation.backend())
        .flatMap(Backend::drain)
        .filter(drain -> drain.operation().equals(operation.id()))
        .isPresent();
  }

  /** Records what an operation is now. */
  Operation asItIs(Handle handle, Operation operation) {
    if (!isAnother(handle, operation)) {
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
        "operation.drained",
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
        handle, "operation.runs-again", operation.backend(), Map.of("operation", operation.id()));
    return running;
  }

  /**
   * Another start of the backend has followed the one that was drained; if the drain was still
   * running, this is its end.
   */
  public void cutShort(Handle handle, Optional<Drain> drain, Operation.State end) {
    drain
        .flatMap(held -> operations.find(handle, held.operation()))
        .filter(operation -> operation.state() == Operation.State.RUNNING)
        .ifPresent(operation -> cutShort(handle, operation, end));
  }

  /**
   * The drain that holds does so no more, though the backend has not stopped. What was drained is
   * so no longer: its devices may come back.
   */
  public void end(Handle handle, Optional<Drain> drain, Operation.State end) {
    drain
        .flatMap(held -> operations.find(handle, held.operation()))
        .ifPresent(operation -> cutShort(handle, operation, end));
  }

  private void cutShort(Handle handle, Operation operation, Operation.State end) {
    operations.put(handle, operation.in(end, clock.instant()));
    log.append(
        handle,
        "operation.cancelled",
        operation.backend(),
        Map.of("operation", operation.id(), "why", end.name()));
  }
}
