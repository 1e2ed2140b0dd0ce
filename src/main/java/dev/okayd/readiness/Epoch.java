package dev.okayd.readiness;

import java.time.Instant;
import java.util.Optional;

/**
 * One start of a backend.
 *
 * @param id which it is
 * @param time of the latest event of it that counted, by the backend's clock, if it has one
 * @param domid of the backend in it, if it said so
 * @param general what it said of all its devices, if it has spoken of all
 */
record Epoch(String id, Optional<Instant> time, Optional<Integer> domid, Optional<Said> general) {

  /** One of which nothing has been heard. */
  static Epoch begun(String id) {
    return new Epoch(id, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** This epoch after an event of it that counts. */
  Epoch after(ReadinessEvent event, Instant now) {
    return new Epoch(
        id,
        event.time().or(() -> time),
        event.domid().or(() -> domid),
        event.devices().isEmpty() ? Optional.of(Said.of(event, now)) : general);
  }

  /** Place within the epoch of what it said of all its devices; below any if it did not. */
  long generalSequence() {
    return general.map(Said::sequence).orElse(-1L);
  }
}
