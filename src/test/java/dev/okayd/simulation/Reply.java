package dev.okayd.simulation;

import dev.okayd.error.ErrorCode;
import java.util.Optional;

/** The result of a request. */
sealed interface Reply {
  /** okayd executed it. */
  record Done(Optional<Object> answer) implements Reply {}

  /** okayd refused it. */
  record Refused(ErrorCode code) implements Reply {}

  /** No okayd answered in time. */
  record Nothing() implements Reply {}

  Reply NOTHING = new Nothing();

  static Reply done() {
    return new Done(Optional.empty());
  }

  static Reply done(Object answer) {
    return new Done(Optional.of(answer));
  }
}
