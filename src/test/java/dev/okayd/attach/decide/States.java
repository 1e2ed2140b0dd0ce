package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import java.time.Instant;
import java.util.Optional;

/** States of attachments for tests, by their phases. */
final class States {
  private States() {}

  /** A state that waits for no time. */
  static State in(Phase phase, Reason reason, String message) {
    return State.of(phase, reason, message, Optional.empty(), Optional.empty());
  }

  /** The present state of an attachment with the times that its phase has. */
  static State at(Attachment attachment, Instant nextAttempt, Instant deadline) {
    return at(attachment.state(), nextAttempt, deadline);
  }

  /** A state with the times that its phase has. */
  static State at(State state, Instant nextAttempt, Instant deadline) {
    return State.of(
        state.phase(),
        state.reason(),
        state.message(),
        Optional.of(nextAttempt),
        Optional.of(deadline));
  }

  /** A state that only a deadline ends. */
  static State until(Phase phase, Reason reason, String message, Instant deadline) {
    return State.of(phase, reason, message, Optional.empty(), Optional.of(deadline));
  }
}
