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
 * Detects events that only repeat "ready" before the lease expires. A backend may send one every
 * few seconds, so a renewal extends the lease but stores no event, appends no log entry and
 * triggers no reconciliation.
 */
public final class LeaseRenewal {
  private LeaseRenewal() {}

  /**
   * Whether an event that applies is only a renewal.
   *
   * @param known records of single devices of the backend: of the devices that the event names, or
   *     of all devices if it names none
   */
  public static boolean isRenewal(
      ReadinessEvent event, Backend backend, Collection<ReadinessRecord> known, Instant now) {
    return event.readiness() == Readiness.READY
        && event.ttl().isPresent()
        && backend.epoch().filter(epoch -> isOf(event, epoch)).isPresent()
        && (event.devices().isEmpty()
            ? known.isEmpty() && hasRunningLease(backend.epoch().flatMap(Epoch::general), now)
            : known.size() == event.devices().size()
                && known.stream().allMatch(record -> hasRunningLease(Optional.of(record), now)));
  }

  private static boolean isOf(ReadinessEvent event, Epoch epoch) {
    return epoch.id().equals(event.epoch())
        && (event.domid().isEmpty() || event.domid().equals(epoch.domid()));
  }

  private static boolean hasRunningLease(Optional<ReadinessRecord> record, Instant now) {
    return record.filter(s -> s.at(now) == Readiness.READY && s.lease().isPresent()).isPresent();
  }
}
