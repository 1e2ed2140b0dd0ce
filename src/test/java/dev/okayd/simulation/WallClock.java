package dev.okayd.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The time of day on okayd's machine, which somebody sets now and then. */
final class WallClock extends Clock {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final VirtualTime time;
  private final long driftPerMillion;
  private long offsetMicros;

  /**
   * A clock that gains so many microseconds in each second.
   *
   * @param driftPerMillion negative, if it loses them
   */
  WallClock(VirtualTime time, long driftPerMillion) {
    this.time = time;
    this.driftPerMillion = driftPerMillion;
  }

  /** How far it was set since the beginning. */
  long offsetMicros() {
    return offsetMicros;
  }

  void jump(long micros) {
    offsetMicros += micros;
  }

  @Override
  public Instant instant() {
    long drift = time.nowMicros() * driftPerMillion / 1_000_000;
    return BEGIN.plus(time.nowMicros() + offsetMicros + drift, ChronoUnit.MICROS);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("okayd knows one zone");
  }
}
