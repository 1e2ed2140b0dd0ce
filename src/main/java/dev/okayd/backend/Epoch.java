package dev.okayd.backend;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One start of a backend.
 *
 * @param id identifies it
 * @param time the latest time of its events, by the clock of the backend, if it has one
 * @param domid of the backend in this epoch, if it reported one
 * @param general the record for all its devices, if it reported one
 */
public record Epoch(
    String id, Optional<Instant> time, Optional<Integer> domid, Optional<ReadinessRecord> general) {

  /** The maximum length of an id that a backend gives. */
  public static final int LONGEST_GIVEN_ID = 64;

  /** Separates the id of the backend from the UUID that distinguishes two starts with that id. */
  public static final String RESTART_SEPARATOR = "~";

  /** The maximum length of an id: one from a backend, {@link #RESTART_SEPARATOR} and a UUID. */
  public static final int LONGEST_ID = LONGEST_GIVEN_ID + RESTART_SEPARATOR.length() + 36;

  /** An epoch without any event. */
  public static Epoch started(String id) {
    return new Epoch(id, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** This epoch after an event that applies. */
  public Epoch after(ReadinessEvent event, Instant now) {
    return new Epoch(
        id,
        latest(event),
        event.domid().or(() -> domid),
        event.devices().isEmpty() ? Optional.of(ReadinessRecord.of(event, now)) : general);
  }

  /**
   * This epoch after an outdated event. It still supplies facts that do not change within an epoch.
   */
  public Epoch afterOutdated(ReadinessEvent event) {
    return new Epoch(id, latest(event), domid.or(event::domid), general);
  }

  private Optional<Instant> latest(ReadinessEvent event) {
    return Stream.of(time, event.time()).flatMap(Optional::stream).max(Comparator.naturalOrder());
  }

  /** Sequence of the record for all devices; -1, which is below every sequence, without one. */
  public long generalSequence() {
    return general.map(ReadinessRecord::sequence).orElse(-1L);
  }

  /** This epoch without the record for all devices. */
  public Epoch withoutReadiness() {
    return new Epoch(id, time, domid, Optional.empty());
  }

  /** This epoch after the lease of the record for all devices has expired. */
  public Epoch expired(Instant now) {
    return new Epoch(id, time, domid, general.map(record -> record.expired(now)));
  }
}
