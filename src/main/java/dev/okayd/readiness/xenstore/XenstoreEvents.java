package dev.okayd.readiness.xenstore;

import dev.okayd.backend.Backend;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.EpochOrder;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.ReadinessEvent;
import dev.okayd.backend.ReadinessRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Computes the event that brings the recorded readiness of a backend in line with the xenstore. A
 * pure function, except for the ids that the caller supplies. The xenstore is authoritative,
 * whatever happened while okayd did not observe it.
 */
public final class XenstoreEvents {
  private XenstoreEvents() {}

  /**
   * The event that leads from the recorded readiness to the reading; empty if nothing changed.
   *
   * @param isKnownEpoch whether okayd accepted an event of an epoch before
   * @param newId supplies an id that was never used
   */
  static Optional<ReadinessEvent> next(
      Backend backend,
      XenstoreVerdict verdict,
      Predicate<String> isKnownEpoch,
      Supplier<String> newId,
      Instant now) {
    Optional<String> present = backend.epoch().map(Epoch::id);
    Optional<ReadinessRecord> record = backend.epoch().flatMap(Epoch::general);
    Readiness known = record.map(s -> s.at(now)).orElse(Readiness.UNKNOWN);
    return switch (verdict.readiness()) {
      case READY -> {
        String epoch = epoch(verdict, present, known, isKnownEpoch, newId);
        boolean isKnown =
            known == Readiness.READY
                && present.equals(Optional.of(epoch))
                && !isRenewalDue(record, verdict, now);
        yield isKnown ? Optional.empty() : Optional.of(event(backend, verdict, epoch, newId));
      }
      // a proven "ready" stays valid until its lease expires; one without a lease becomes lost
      case UNKNOWN ->
          lost(backend, known, record.flatMap(ReadinessRecord::lease).isPresent(), verdict, newId);
      case LOST, DRAINING -> lost(backend, known, false, verdict, newId);
    };
  }

  private static Optional<ReadinessEvent> lost(
      Backend backend,
      Readiness known,
      boolean isLeased,
      XenstoreVerdict verdict,
      Supplier<String> newId) {
    return backend
        .epoch()
        .filter(epoch -> known == Readiness.READY && !isLeased)
        .map(epoch -> event(backend, verdict, epoch.id(), newId));
  }

  private static boolean isRenewalDue(
      Optional<ReadinessRecord> record, XenstoreVerdict verdict, Instant now) {
    return verdict
        .ttl()
        .filter(
            ttl ->
                record
                    .flatMap(ReadinessRecord::lease)
                    .map(lease -> !lease.until().isAfter(now.plus(ttl.dividedBy(2))))
                    .orElse(true))
        .isPresent();
  }

  /**
   * The epoch of a start: the current one if its id is that of the start, otherwise a new one. The
   * id of a new epoch gets a unique suffix if it would order before the current one.
   */
  private static String epoch(
      XenstoreVerdict verdict,
      Optional<String> present,
      Readiness known,
      Predicate<String> isKnownEpoch,
      Supplier<String> newId) {
    if (verdict.start().isEmpty()) {
      return present.filter(epoch -> known == Readiness.READY).orElseGet(newId);
    }
    String start = verdict.start().get();
    if (present
        .filter(epoch -> epoch.split(Epoch.RESTART_SEPARATOR, 2)[0].equals(start))
        .isPresent()) {
      return present.get();
    }
    boolean isOlder =
        present
            .flatMap(epoch -> EpochOrder.order(start, epoch))
            .filter(order -> order < 0)
            .isPresent();
    return isOlder || isKnownEpoch.test(start)
        ? start + Epoch.RESTART_SEPARATOR + newId.get()
        : start;
  }

  private static ReadinessEvent event(
      Backend backend, XenstoreVerdict verdict, String epoch, Supplier<String> newId) {
    long sequence =
        backend
            .epoch()
            .filter(present -> present.id().equals(epoch))
            .map(present -> present.generalSequence() + 1)
            .orElse(1L);
    return new ReadinessEvent(
        "xenstore-" + newId.get(),
        backend.name(),
        verdict.readiness() == Readiness.READY ? Readiness.READY : Readiness.LOST,
        epoch,
        sequence,
        Optional.empty(),
        List.of(),
        verdict.domid(),
        verdict.ttl(),
        verdict.readAt());
  }
}
