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
  private long offsetMicros;

  WallClock(VirtualTime time) {
    this.time = time;
  }

  void jump(long micros) {
    offsetMicros += micros;
  }

  @Override
  public Instant instant() {
    return BEGIN.plus(time.nowMicros() + offsetMicros, ChronoUnit.MICROS);
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
