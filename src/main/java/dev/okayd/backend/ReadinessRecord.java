package dev.okayd.backend;

import java.time.Instant;
import java.util.Optional;

/**
 * The recorded readiness of all devices of a backend, or of one device.
 *
 * @param readiness the reported readiness
 * @param sequence of the event within its epoch
 * @param receivedAt when the first byte of the event arrived
 * @param recordedAt when okayd recorded it
 * @param lease how long it is valid; without a lease it does not expire
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

  /** A lease starts at the arrival of the event, however long recording took. */
  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /**
   * The readiness at this time. After the lease has expired it is unknown, until the lease watch
   * records the backend as lost.
   */
  public Readiness at(Instant now) {
    return isExpired(now) ? Readiness.UNKNOWN : readiness;
  }

  /** Whether its lease has expired. */
  boolean isExpired(Instant now) {
    return lease.filter(l -> l.isExpired(now)).isPresent();
  }

  /**
   * Whether its lease has expired and okayd listened for the whole length of the lease. okayd may
   * have missed a renewal while it did not listen. A lease that starts in the future has not
   * expired: a replica whose clock is ahead recorded it.
   */
  public boolean hasExpiredWhileListening(Instant listeningSince, Instant now) {
    return lease
        .filter(l -> !now.isBefore(l.until()) && !now.isBefore(listeningSince.plus(l.length())))
        .isPresent();
  }

  /** The record after its lease has expired: lost, until a later event. */
  public ReadinessRecord expired(Instant now) {
    return new ReadinessRecord(Readiness.LOST, sequence, receivedAt, now, Optional.empty());
  }
}
