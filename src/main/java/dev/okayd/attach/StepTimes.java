package dev.okayd.attach;

import dev.okayd.backend.DeviceReadiness;
import java.time.Instant;
import java.util.Optional;

/**
 * When each step of a device's last transition happened, from the first byte of the backend's event
 * on.
 *
 * @param eventReceived the first byte of the event came in
 * @param eventRecorded the event was written to the store
 * @param decided the command was recorded
 * @param fetched the agent got it
 * @param go the agent asked go or no-go
 * @param reported its first report came
 * @param bound the proof was complete
 */
public record StepTimes(
    Optional<Instant> eventReceived,
    Optional<Instant> eventRecorded,
    Optional<Instant> decided,
    Optional<Instant> fetched,
    Optional<Instant> go,
    Optional<Instant> reported,
    Optional<Instant> bound) {
  public static final StepTimes NONE =
      new StepTimes(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * What the agent did about a command before it reported, as far as this okayd saw it.
   *
   * @param fetched when the agent fetched the command
   * @param go when it asked go or no-go
   */
  public record AgentSteps(Optional<Instant> fetched, Optional<Instant> go) {
    public static final AgentSteps NONE = new AgentSteps(Optional.empty(), Optional.empty());
  }

  /** Times that begin with the event of a backend. */
  public static StepTimes decided(DeviceReadiness readiness, Instant now) {
    return new StepTimes(
        readiness.receivedAt(),
        readiness.recordedAt(),
        Optional.of(now),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** With the steps that okayd saw of the agent. */
  public StepTimes seen(AgentSteps steps) {
    return new StepTimes(
        eventReceived,
        eventRecorded,
        decided,
        fetched.or(steps::fetched),
        go.or(steps::go),
        reported,
        bound);
  }

  public StepTimes reportedAt(Instant now) {
    return new StepTimes(
        eventReceived,
        eventRecorded,
        decided,
        fetched,
        go,
        Optional.of(reported.orElse(now)),
        bound);
  }

  public StepTimes boundAt(Instant now) {
    return new StepTimes(
        eventReceived,
        eventRecorded,
        decided,
        fetched,
        go,
        reported,
        Optional.of(bound.orElse(now)));
  }
}
