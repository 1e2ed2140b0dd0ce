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
 * What has to become known of a backend for what is known to be what the xenstore has: a pure
 * function, but for the ids that it is given. Whatever happened while nobody looked, the xenstore
 * is right.
 */
public final class XenstoreEvents {
  private XenstoreEvents() {}

  /**
   * The event that leads from what is known to what was read; none if there is nothing new.
   *
   * @param heardBefore whether any event of an epoch was accepted before
   * @param newId an id that was never used
   */
  static Optional<ReadinessEvent> next(
      Backend backend,
      XenstoreVerdict verdict,
      Predicate<String> heardBefore,
      Supplier<String> newId,
      Instant now) {
    Optional<String> present = backend.epoch().map(Epoch::id);
    Optional<ReadinessRecord> said = backend.epoch().flatMap(Epoch::general);
    Readiness known = said.map(s -> s.at(now)).orElse(Readiness.UNKNOWN);
    return switch (verdict.readiness()) {
      case READY -> {
        String epoch = epoch(verdict, present, known, heardBefore, newId);
        boolean isKnown =
            known == Readiness.READY
                && present.equals(Optional.of(epoch))
                && !isHalfOver(said, verdict, now);
        yield isKnown ? Optional.empty() : Optional.of(event(backend, verdict, epoch, newId));
      }
      // what was proven holds as long as its lease; what never was does not hold
      case UNKNOWN ->
          lost(backend, known, said.flatMap(ReadinessRecord::lease).isPresent(), verdict, newId);
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

  private static boolean isHalfOver(
      Optional<ReadinessRecord> said, XenstoreVerdict verdict, Instant now) {
    return verdict
        .ttl()
        .filter(
            ttl ->
                said.flatMap(ReadinessRecord::lease)
                    .map(lease -> !lease.until().isAfter(now.plus(ttl.dividedBy(2))))
                    .orElse(true))
        .isPresent();
  }

  /**
   * The epoch of a start. The present one, if the start is the one that it is named after; else a
   * new one, of which no order of names may say that it is older.
   */
  private static String epoch(
      XenstoreVerdict verdict,
      Optional<String> present,
      Readiness known,
      Predicate<String> heardBefore,
      Supplier<String> newId) {
    if (verdict.start().isEmpty()) {
      return present.filter(epoch -> known == Readiness.READY).orElseGet(newId);
    }
    String start = verdict.start().get();
    if (present.filter(epoch -> epoch.split(Epoch.AGAIN, 2)[0].equals(start)).isPresent()) {
      return present.get();
    }
    boolean isOlder =
        present
            .flatMap(epoch -> EpochOrder.order(start, epoch))
            .filter(order -> order < 0)
            .isPresent();
    return isOlder || heardBefore.test(start) ? start + Epoch.AGAIN + newId.get() : start;
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
