package dev.okayd.backend;

import java.time.Instant;
import java.util.Optional;

/**
 * What a backend says of a device, at one moment.
 *
 * @param readiness what it comes to
 * @param receivedAt when the first byte of its event came in
 * @param recordedAt when the event was recorded
 * @param leaseUntil when "ready" is over unless it is said again
 */
public record DeviceReadiness(
    Readiness readiness,
    Optional<Instant> receivedAt,
    Optional<Instant> recordedAt,
    Optional<Instant> leaseUntil) {

  /** Of a backend that is not there. */
  public static final DeviceReadiness OF_NOBODY =
      new DeviceReadiness(Readiness.LOST, Optional.empty(), Optional.empty(), Optional.empty());
}
