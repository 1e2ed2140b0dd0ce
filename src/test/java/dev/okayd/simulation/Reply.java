package dev.okayd.simulation;

import dev.okayd.error.ErrorCode;
import java.util.Optional;

/** What a request comes back with. */
sealed interface Reply {
  /** It was done. */
  record Done(Optional<Object> answer) implements Reply {}

  /** okayd refused it. */
  record Refused(ErrorCode code) implements Reply {}

  /** Nobody was there, or nobody answered in time. */
  record Nothing() implements Reply {}

  Reply NOTHING = new Nothing();

  static Reply done() {
    return new Done(Optional.empty());
  }

  static Reply done(Object answer) {
    return new Done(Optional.of(answer));
  }
}
