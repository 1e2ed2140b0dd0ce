package dev.okayd.backend;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A backend says something of itself.
 *
 * @param id unique for its source
 * @param source name of the backend
 * @param readiness what it says
 * @param epoch which start of the backend says so
 * @param sequence grows within an epoch
 * @param time when it happened, by the backend's clock, if it has one
 * @param devices of which it says so; of all that it serves, if none is named
 * @param domid of the backend in this epoch
 * @param ttl for how long it holds unless it is said again
 * @param receivedAt when the first byte of it came in
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
