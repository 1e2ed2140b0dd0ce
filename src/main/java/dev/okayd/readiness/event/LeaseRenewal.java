package dev.okayd.readiness.event;

import dev.okayd.backend.Backend;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.ReadinessEvent;
import dev.okayd.backend.ReadinessRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether an event does no more than say "ready" again before its lease is over. A backend does so
 * every few seconds, for ever: it extends the lease, and leaves no event, no entry in the log, and
 * nobody is woken by it.
 */
public final class LeaseRenewal {
  private LeaseRenewal() {}

  /**
   * Whether an event that counts is nothing but that.
   *
   * @param known what was said of single devices of the backend: of those that the event names, or
   *     of all if it names none
   */
  public static boolean is(
      ReadinessEvent event, Backend backend, Collection<ReadinessRecord> known, Instant now) {
    return event.readiness() == Readiness.READY
        && event.ttl().isPresent()
        && backend.epoch().filter(epoch -> isOf(event, epoch)).isPresent()
        && (event.devices().isEmpty()
            ? known.isEmpty() && isLeased(backend.epoch().flatMap(Epoch::general), now)
            : known.size() == event.devices().size()
                && known.stream().allMatch(said -> isLeased(Optional.of(said), now)));
  }

  private static boolean isOf(ReadinessEvent event, Epoch epoch) {
    return epoch.id().equals(event.epoch())
        && (event.domid().isEmpty() || event.domid().equals(epoch.domid()));
  }

  private static boolean isLeased(Optional<ReadinessRecord> said, Instant now) {
    return said.filter(s -> s.at(now) == Readiness.READY && s.lease().isPresent()).isPresent();
  }
}
