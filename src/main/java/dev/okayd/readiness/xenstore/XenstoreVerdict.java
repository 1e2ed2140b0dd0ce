package dev.okayd.readiness.xenstore;

import dev.okayd.backend.Epoch;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.XenstoreKey;
import dev.okayd.document.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a reading comes to.
 *
 * @param readiness ready; unknown for what is not proven; lost for all else
 * @param start what names this start of the backend, if anything does
 * @param domid of its domain
 * @param ttl how long it holds if the heart does not beat again
 * @param readAt when the reading began: what it says was true no earlier
 */
public record XenstoreVerdict(
    Readiness readiness,
    Optional<String> start,
    Optional<Integer> domid,
    Optional<Duration> ttl,
    Instant readAt) {
  /** A reading that took longer to be recorded is of a past that nobody can build on. */
  private static final Duration LONGEST_WAY = Duration.ofSeconds(5);

  /** The domain is not there. */
  static XenstoreVerdict absent(Instant readAt) {
    return new XenstoreVerdict(
        Readiness.LOST, Optional.empty(), Optional.empty(), Optional.empty(), readAt);
  }

  /**
   * Judges a reading. It is unknown what a backend is that says "ready" when its heart has to beat
   * and has not done so since the look before.
   *
   * @param beatsAnew whether its heart has
   */
  static XenstoreVerdict of(
      XenstoreKey source, XenstoreReading reading, boolean beatsAnew, Instant readAt) {
    boolean saysSo = reading.value().equals(Optional.of(source.form().ready()));
    boolean isProven = source.heartbeatSeconds().isEmpty() || beatsAnew;
    Readiness readiness =
        !saysSo || !isFresh(source, reading)
            ? Readiness.LOST
            : isProven ? Readiness.READY : Readiness.UNKNOWN;
    return new XenstoreVerdict(
        readiness,
        start(reading),
        Optional.of(reading.domid()),
        source
            .heartbeatSeconds()
            .filter(seconds -> readiness == Readiness.READY)
            .map(Duration::ofSeconds),
        readAt);
  }

  /**
   * Whether it comes too late to be recorded: okayd, or the xenstore, stood still on the way, or
   * something was recorded since. What is true now has to be read again.
   *
   * @param recordedAt when something was last recorded of the backend; one that lies ahead is of a
   *     clock that was set back since, and tells nothing
   */
  boolean isStale(Optional<Instant> recordedAt, Instant now) {
    Duration longest = ttl.filter(t -> t.compareTo(LONGEST_WAY) < 0).orElse(LONGEST_WAY);
    return readAt.isAfter(now)
        || readAt.plus(longest).isBefore(now)
        || recordedAt.filter(at -> readAt.isBefore(at) && !at.isAfter(now)).isPresent();
  }

  /** QEMU's word outlives QEMU, so it counts only if it was written in an epoch that is named. */
  private static boolean isFresh(XenstoreKey source, XenstoreReading reading) {
    return switch (source.form()) {
      case STATUS -> true;
      case DEVICE_MODEL -> reading.isOfThisEpoch();
    };
  }

  /**
   * The epoch that its writer gives; else that the key was written, for it is written once at each
   * start.
   */
  private static Optional<String> start(XenstoreReading reading) {
    return reading
        .epoch()
        .filter(epoch -> Texts.isBounded(epoch, Epoch.LONGEST_GIVEN_ID))
        .or(
            () ->
                reading
                    .written()
                    .map(written -> "domain-%d-write-%d".formatted(reading.domid(), written)));
  }
}
