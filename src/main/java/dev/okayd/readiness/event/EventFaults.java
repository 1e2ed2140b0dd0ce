package dev.okayd.readiness.event;

import dev.okayd.document.KnownWords;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;

/**
 * Collects the faults of one event.
 *
 * @param all the faults of the whole body
 * @param place the position of the event in a batch, appended to each message; empty without a
 *     batch
 */
record EventFaults(Faults all, String place) {

  /** Faults of a body with a single event. */
  static EventFaults ofOne() {
    return new EventFaults(new Faults(), "");
  }

  /** Faults of one event of the same batch. */
  EventFaults ofElement(int index) {
    return new EventFaults(all, " (event %d of the batch)".formatted(index + 1));
  }

  void add(String why) {
    add(ErrorCode.INVALID_EVENT, "The event is invalid: " + why);
  }

  void add(ErrorCode code, String message) {
    all.add(code, () -> message + place);
  }

  void unknownField(String object, String field, KnownWords known) {
    all.add(
        ErrorCode.INVALID_EVENT,
        () ->
            "%s (at %s.%s)%s"
                .formatted(known.noField(field), object, KnownWords.shown(field), place));
  }
}
