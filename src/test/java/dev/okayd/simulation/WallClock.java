package dev.okayd.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The wall clock of okayd's machine, which an operator sometimes sets. */
final class WallClock extends Clock {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final VirtualTime time;
  private final long driftPerMillion;
  private long offsetMicros;

  /**
   * A clock with a drift.
   *
   * @param driftPerMillion microseconds that it gains in each second; negative if it loses them
   */
  WallClock(VirtualTime time, long driftPerMillion) {
    this.time = time;
    this.driftPerMillion = driftPerMillion;
  }

  /** The total change by which it was set. */
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
