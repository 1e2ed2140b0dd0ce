package dev.okayd.attach;

import java.time.Instant;
import java.util.Optional;

/** What an attachment has in its phase: each phase has only the times that mean something in it. */
public sealed interface State {

  /** The phase that this is a state of. */
  Phase phase();

  /** Why it is in its phase, in one word. */
  Reason reason();

  /** Why it is in its phase, in a sentence, and what to do if anything. */
  String message();

  /** When the command is sent again, or the phase tried again. */
  default Optional<Instant> nextAttemptAt() {
    return Optional.empty();
  }

  /** When what the phase waits for has failed to come. */
  default Optional<Instant> deadlineAt() {
    return Optional.empty();
  }

  /**
   * The backend is not ready, or the guest is not there.
   *
   * @param retryAt when the command is sent again, after an attempt that did not work
   */
  record Waiting(Reason reason, String message, Optional<Instant> retryAt) implements State {
    public Waiting(Reason reason, String message) {
      this(reason, message, Optional.empty());
    }

    @Override
    public Phase phase() {
      return Phase.WAITING;
    }

    @Override
    public Optional<Instant> nextAttemptAt() {
      return retryAt;
    }
  }

  /**
   * The overlay is sent.
   *
   * @param deadline for the agent's report; none while a person applies the overlay
   */
  record Delivering(Reason reason, String message, Optional<Instant> deadline) implements State {
    @Override
    public Phase phase() {
      return Phase.DELIVERING;
    }

    @Override
    public Optional<Instant> deadlineAt() {
      return deadline;
    }
  }

  /**
   * The node is okay, and no driver is bound.
   *
   * @param proveAt when the agent is asked for proof again; none while it is asked
   * @param deadline for the driver, or for the agent's last report; none while a person watches
   */
  record Applied(
      Reason reason, String message, Optional<Instant> proveAt, Optional<Instant> deadline)
      implements State {
    @Override
    public Phase phase() {
      return Phase.APPLIED;
    }

    @Override
    public Optional<Instant> nextAttemptAt() {
      return proveAt;
    }

    @Override
    public Optional<Instant> deadlineAt() {
      return deadline;
    }
  }

  /** The guest has proved that its driver is bound. */
  record Bound(Reason reason, String message) implements State {
    @Override
    public Phase phase() {
      return Phase.BOUND;
    }
  }

  /**
   * The device is to be removed.
   *
   * @param retryAt when the removal is sent again; none while it is on its way
   * @param deadline for the agent's report; none while no removal is on its way to an agent
   */
  record Draining(
      Reason reason, String message, Optional<Instant> retryAt, Optional<Instant> deadline)
      implements State {
    public Draining(Reason reason, String message) {
      this(reason, message, Optional.empty(), Optional.empty());
    }

    /** A removal that is on its way to an agent. */
    public static Draining sent(Reason reason, String message, Instant deadline) {
      return new Draining(reason, message, Optional.empty(), Optional.of(deadline));
    }

    @Override
    public Phase phase() {
      return Phase.DRAINING;
    }

    @Override
    public Optional<Instant> nextAttemptAt() {
      return retryAt;
    }

    @Override
    public Optional<Instant> deadlineAt() {
      return deadline;
    }
  }

  /** The guest has proved that the device is gone, or nothing was live. */
  record Detached(Reason reason, String message) implements State {
    @Override
    public Phase phase() {
      return Phase.DETACHED;
    }
  }

  /** The backend was lost, or started again, under the device. */
  record Degraded(Reason reason, String message) implements State {
    @Override
    public Phase phase() {
      return Phase.DEGRADED;
    }
  }

  /**
   * It did not work.
   *
   * @param retryAt when it is tried again all the same, as intent {@code attached} asks for
   */
  record Failed(Reason reason, String message, Optional<Instant> retryAt) implements State {
    public Failed(Reason reason, String message) {
      this(reason, message, Optional.empty());
    }

    @Override
    public Phase phase() {
      return Phase.FAILED;
    }

    @Override
    public Optional<Instant> nextAttemptAt() {
      return retryAt;
    }
  }

  /**
   * The state of a phase; times that the phase does not have are dropped.
   *
   * @param nextAttemptAt as {@link #nextAttemptAt} gives it
   * @param deadlineAt as {@link #deadlineAt} gives it
   */
  static State of(
      Phase phase,
      Reason reason,
      String message,
      Optional<Instant> nextAttemptAt,
      Optional<Instant> deadlineAt) {
    return switch (phase) {
      case WAITING -> new Waiting(reason, message, nextAttemptAt);
      case DELIVERING -> new Delivering(reason, message, deadlineAt);
      case APPLIED -> new Applied(reason, message, nextAttemptAt, deadlineAt);
      case BOUND -> new Bound(reason, message);
      case DRAINING -> new Draining(reason, message, nextAttemptAt, deadlineAt);
      case DETACHED -> new Detached(reason, message);
      case DEGRADED -> new Degraded(reason, message);
      case FAILED -> new Failed(reason, message, nextAttemptAt);
    };
  }
}
