package dev.okayd.backend;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that a backend said, of all its devices or of one.
 *
 * @param readiness what it said
 * @param sequence its place within the epoch
 * @param receivedAt when the first byte of the event came in
 * @param recordedAt when it was recorded
 * @param lease how long it holds; for ever without one
 */
public record ReadinessRecord(
    Readiness readiness,
    long sequence,
    Instant receivedAt,
    Instant recordedAt,
    Optional<Lease> lease) {

  public static ReadinessRecord of(ReadinessEvent event, Instant now) {
    return new ReadinessRecord(
        event.readiness(),
        event.sequence(),
        event.receivedAt(),
        now,
        event.ttl().map(ttl -> Lease.from(earlier(event.receivedAt(), now), ttl)));
  }

  /** A lease begins when the word was received, however long it took to be recorded. */
  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /**
   * What it comes to at a moment: beyond its lease nobody knows, until the lease watch has recorded
   * that it is lost.
   */
  public Readiness at(Instant now) {
    return isExpired(now) ? Readiness.UNKNOWN : readiness;
  }

  /** Whether its lease is over, and nothing is recorded of that. */
  boolean isExpired(Instant now) {
    return lease.filter(l -> l.isOver(now)).isPresent();
  }

  /**
   * Whether its lease has run out, and okayd has listened for as long as that was: what was said
   * while nobody listened is not silence, and a lease that another replica has recorded by a clock
   * that is ahead has not run out.
   */
  public boolean isSilent(Instant listeningSince, Instant now) {
    return lease
        .filter(l -> !now.isBefore(l.until()) && !now.isBefore(listeningSince.plus(l.length())))
        .isPresent();
  }

  /** What is recorded of it when its lease is over: lost, until something later is said. */
  public ReadinessRecord expired(Instant now) {
    return new ReadinessRecord(Readiness.LOST, sequence, receivedAt, now, Optional.empty());
  }
}
