package dev.okayd.backend;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A report of a backend about its readiness.
 *
 * @param id unique within its source
 * @param source name of the backend
 * @param readiness the reported readiness
 * @param epoch the start of the backend that reports
 * @param sequence increases within an epoch
 * @param time when it happened, by the clock of the backend, if it has one
 * @param devices the devices concerned; all devices of the backend if empty
 * @param domid of the backend in this epoch
 * @param ttl how long the report is valid unless the backend renews it
 * @param receivedAt when its first byte arrived
 */
public record ReadinessEvent(
    String id,
    String source,
    Readiness readiness,
    String epoch,
    long sequence,
    Optional<Instant> time,
    List<ServedDevice> devices,
    Optional<Integer> domid,
    Optional<Duration> ttl,
    Instant receivedAt) {

  public ReadinessEvent {
    devices = List.copyOf(devices);
  }
}
