package dev.okayd.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The time of day that never jumps: the wall clock as it was once, and the monotonic time since. A
 * board without a real-time clock learns the date while okayd runs, and that must end no lease and
 * no wait. {@link ClockWatch} brings recorded times along before this clock takes the new date.
 */
public final class SteadyClock extends Clock {
  private final Clock wall;
  private final LongSupplier nanoTime;
  private volatile Anchor anchor;

  /** A moment on both clocks. */
  private record Anchor(Instant at, long nanos) {
    Instant after(long nowNanos) {
      return at.plusNanos(nowNanos - nanos);
    }
  }

  /**
   * Begins with what the wall clock says now.
   *
   * @param nanoTime the monotonic time
   */
  public SteadyClock(Clock wall, LongSupplier nanoTime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
    this.anchor = new Anchor(wall.instant(), nanoTime.getAsLong());
  }

  @Override
  public Instant instant() {
    return anchor.after(nanoTime.getAsLong());
  }

  /**
   * Marks this moment: what comes of it says when it was, by the date that this clock has when it
   * is asked.
   */
  public Supplier<Instant> mark() {
    long nanos = nanoTime.getAsLong();
    return () -> anchor.after(nanos);
  }

  /** How far the wall clock was set since, if that is at least so much in either direction. */
  public Optional<Duration> jump(Duration least) {
    Duration ahead = Duration.between(instant(), wall.instant());
    return Optional.of(ahead).filter(by -> by.abs().compareTo(least) >= 0);
  }

  /** Goes on from a moment that lies so far ahead, or behind. */
  public void move(Duration by) {
    long nanos = nanoTime.getAsLong();
    anchor = new Anchor(anchor.after(nanos).plus(by), nanos);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("okayd knows one zone, UTC");
  }
}
