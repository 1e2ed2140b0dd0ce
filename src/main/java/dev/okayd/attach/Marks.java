package dev.okayd.attach;

import java.time.Instant;
import java.util.Optional;

/**
 * When the steps of a device's present way were taken, from the first byte of the backend's event.
 *
 * @param eventReceived the first byte of the event came in
 * @param eventRecorded the event was on its way to the disk
 * @param decided the command was recorded
 * @param fetched the agent got it
 * @param go the agent asked go or no-go
 * @param reported its first report came
 * @param bound the proof was complete
 */
record Marks(
    Optional<Instant> eventReceived,
    Optional<Instant> eventRecorded,
    Optional<Instant> decided,
    Optional<Instant> fetched,
    Optional<Instant> go,
    Optional<Instant> reported,
    Optional<Instant> bound) {
  static final Marks NONE =
      new Marks(
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
   * @param fetched when the agent got the command
   * @param go when it asked go or no-go
   */
  record AgentSteps(Optional<Instant> fetched, Optional<Instant> go) {
    static final AgentSteps NONE = new AgentSteps(Optional.empty(), Optional.empty());
  }

  /** A way that begins with what a backend said. */
  static Marks decided(DeviceReadiness readiness, Instant now) {
    return new Marks(
        readiness.receivedAt(),
        readiness.recordedAt(),
        Optional.of(now),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** With what was seen of the agent meanwhile. */
  Marks seen(AgentSteps steps) {
    return new Marks(
        eventReceived,
        eventRecorded,
        decided,
        fetched.or(steps::fetched),
        go.or(steps::go),
        reported,
        bound);
  }

  Marks reportedAt(Instant now) {
    return new Marks(
        eventReceived,
        eventRecorded,
        decided,
        fetched,
        go,
        Optional.of(reported.orElse(now)),
        bound);
  }

  Marks boundAt(Instant now) {
    return new Marks(
        eventReceived,
        eventRecorded,
        decided,
        fetched,
        go,
        reported,
        Optional.of(bound.orElse(now)));
  }
}
