package dev.okayd.backend;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One start of a backend.
 *
 * @param id which it is
 * @param time the latest of its events' times, by the backend's clock, if it has one
 * @param domid of the backend in it, if it said so
 * @param general what it said of all its devices, if it has spoken of all
 */
public record Epoch(
    String id, Optional<Instant> time, Optional<Integer> domid, Optional<ReadinessRecord> general) {

  /** The longest id that a backend may give. */
  public static final int LONGEST_GIVEN_ID = 64;

  /** Separates the id that a backend gave from the UUID that tells two starts of that id apart. */
  public static final String AGAIN = "~";

  /** The longest id: one that a backend gave, {@link #AGAIN} and a UUID. */
  public static final int LONGEST_ID = LONGEST_GIVEN_ID + AGAIN.length() + 36;

  /** One of which nothing has been heard. */
  public static Epoch begun(String id) {
    return new Epoch(id, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** This epoch after an event of it that counts. */
  public Epoch after(ReadinessEvent event, Instant now) {
    return new Epoch(
        id,
        latest(event),
        event.domid().or(() -> domid),
        event.devices().isEmpty() ? Optional.of(ReadinessRecord.of(event, now)) : general);
  }

  /**
   * This epoch after an event of it that comes too late to count: what does not change within an
   * epoch is learnt from it all the same.
   */
  public Epoch afterOutdated(ReadinessEvent event) {
    return new Epoch(id, latest(event), domid.or(event::domid), general);
  }

  private Optional<Instant> latest(ReadinessEvent event) {
    return Stream.of(time, event.time()).flatMap(Optional::stream).max(Comparator.naturalOrder());
  }

  /** Place within the epoch of what it said of all its devices; below any if it did not. */
  public long generalSequence() {
    return general.map(ReadinessRecord::sequence).orElse(-1L);
  }

  /** This epoch when what it said of all its devices is not known any more. */
  public Epoch silent() {
    return new Epoch(id, time, domid, Optional.empty());
  }

  /** This epoch when the lease of what it said of all its devices is over. */
  public Epoch expired(Instant now) {
    return new Epoch(id, time, domid, general.map(said -> said.expired(now)));
  }
}
