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
 * A time of day that never jumps: a past reading of the wall clock plus the monotonic time since
 * then. A board without a real-time clock learns the date while okayd runs; that must not end a
 * lease or a wait. {@link ClockWatch} adjusts recorded times together with this clock.
 */
public final class SteadyClock extends Clock {
  private final Clock wall;
  private final LongSupplier nanoTime;
  private volatile Anchor anchor;

  /** One moment on both clocks. */
  private record Anchor(Instant at, long nanos) {
    Instant after(long nowNanos) {
      return at.plusNanos(nowNanos - nanos);
    }
  }

  /**
   * Begins at the current time of the wall clock.
   *
   * @param nanoTime the monotonic clock
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
   * Remembers this moment. The supplier returns its time by the date that this clock has at the
   * time of the call.
   */
  public Supplier<Instant> mark() {
    long nanos = nanoTime.getAsLong();
    return () -> anchor.after(nanos);
  }

  /**
   * By how much the wall clock was set since, if that is at least {@code least} in either
   * direction.
   */
  public Optional<Duration> jump(Duration least) {
    Duration ahead = Duration.between(instant(), wall.instant());
    return Optional.of(ahead).filter(by -> by.abs().compareTo(least) >= 0);
  }

  /** Moves this clock forward, or back by a negative duration. */
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
    throw new UnsupportedOperationException("okayd uses UTC only");
  }
}
