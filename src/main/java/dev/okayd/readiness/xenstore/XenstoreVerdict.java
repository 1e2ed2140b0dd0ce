package dev.okayd.readiness.xenstore;

import dev.okayd.backend.Epoch;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.XenstoreKey;
import dev.okayd.document.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The conclusion from a reading.
 *
 * @param readiness ready, unknown if "ready" is not proven, otherwise lost
 * @param start identifies this start of the backend, if the xenstore has an identification
 * @param domid of its domain
 * @param ttl how long it is valid without another heartbeat
 * @param readAt when the reading started; its values were not read earlier
 */
public record XenstoreVerdict(
    Readiness readiness,
    Optional<String> start,
    Optional<Integer> domid,
    Optional<Duration> ttl,
    Instant readAt) {
  /** The maximum age of a reading; an older one no longer shows the current state. */
  private static final Duration MAX_AGE = Duration.ofSeconds(5);

  /** The domain does not exist. */
  static XenstoreVerdict absent(Instant readAt) {
    return new XenstoreVerdict(
        Readiness.LOST, Optional.empty(), Optional.empty(), Optional.empty(), readAt);
  }

  /**
   * Evaluates a reading. The result is unknown if the backend reports "ready" but a required
   * heartbeat has not changed since the previous observation.
   *
   * @param hasAdvanced whether the heartbeat has changed
   */
  static XenstoreVerdict of(
      XenstoreKey source, XenstoreReading reading, boolean hasAdvanced, Instant readAt) {
    boolean isReady = reading.value().equals(Optional.of(source.form().ready()));
    boolean isProven = source.heartbeatSeconds().isEmpty() || hasAdvanced;
    Readiness readiness =
        !isReady || !isFresh(source, reading)
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
   * Whether it is too old to record: okayd or xenstored was paused meanwhile, or okayd recorded
   * something since the reading. The caller must read again.
   *
   * @param recordedAt the last recording for the backend; ignored if it is in the future, because
   *     the clock was then set back since
   */
  boolean isStale(Optional<Instant> recordedAt, Instant now) {
    Duration longest = ttl.filter(t -> t.compareTo(MAX_AGE) < 0).orElse(MAX_AGE);
    return readAt.isAfter(now)
        || readAt.plus(longest).isBefore(now)
        || recordedAt.filter(at -> readAt.isBefore(at) && !at.isAfter(now)).isPresent();
  }

  /** The value of QEMU outlives QEMU, so it counts only if it is newer than the epoch beside it. */
  private static boolean isFresh(XenstoreKey source, XenstoreReading reading) {
    return switch (source.form()) {
      case STATUS -> true;
      case DEVICE_MODEL -> reading.isOfThisEpoch();
    };
  }

  /**
   * The epoch that the backend wrote; otherwise the generation of the key, because a backend writes
   * the key once at each start.
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
