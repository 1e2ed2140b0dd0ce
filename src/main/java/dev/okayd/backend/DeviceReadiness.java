package dev.okayd.backend;

import java.time.Instant;
import java.util.Optional;

/**
 * The readiness of a device at one moment.
 *
 * @param readiness the effective readiness
 * @param receivedAt when the first byte of the event arrived
 * @param recordedAt when okayd recorded the event
 * @param leaseUntil when "ready" expires unless the backend renews it
 */
public record DeviceReadiness(
    Readiness readiness,
    Optional<Instant> receivedAt,
    Optional<Instant> recordedAt,
    Optional<Instant> leaseUntil) {

  /** For a backend that is not registered. */
  public static final DeviceReadiness NOT_REGISTERED =
      new DeviceReadiness(Readiness.LOST, Optional.empty(), Optional.empty(), Optional.empty());
}
