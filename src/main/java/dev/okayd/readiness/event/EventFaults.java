package dev.okayd.readiness.event;

import dev.okayd.document.KnownWords;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;

/**
 * Collects all that is wrong with one event.
 *
 * @param all of the body that the event is in
 * @param place of the event in a batch, to be put behind a sentence; else empty
 */
record EventFaults(Faults all, String place) {

  /** The faults of a body that is one event. */
  static EventFaults ofOne() {
    return new EventFaults(new Faults(), "");
  }

  /** The faults of one event of the same body. */
  EventFaults ofElement(int index) {
    return new EventFaults(all, " (event %d of the batch)".formatted(index + 1));
  }

  void add(String why) {
    add(ErrorCode.INVALID_EVENT, "The event cannot be understood: " + why);
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
