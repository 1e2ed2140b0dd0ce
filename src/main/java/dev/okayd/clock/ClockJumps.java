package dev.okayd.clock;

import dev.okayd.eventlog.EventLog;
import dev.okayd.store.Store;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;

/** What is recorded when the clock was set: the jump itself, and all times that have to follow. */
public final class ClockJumps {
  private static final String SUBJECT = "clock";

  /** Smaller ones are left to the next. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** A stop that is shorter ages nothing by so much that it matters. */
  private static final Duration LONGEST_STOP = Duration.ofHours(1);

  private final Store store;
  private final EventLog log;
  private final SteadyClock clock;

  /** Over this store, which no other okayd writes. */
  public ClockJumps(Store store, EventLog log, SteadyClock clock) {
    this.store = store;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Looks whether the clock was set while okayd runs: then leases, waits and ages go on as if it
   * had not been.
   *
   * @return by how much it was set
   */
  public Optional<Duration> follow() {
    Optional<Duration> jump = clock.jump(LEAST);
    jump.ifPresent(this::follow);
    return jump;
  }

  /** The clock moves within the transaction, so that no other one sees times of two dates. */
  private void follow(Duration by) {
    AtomicBoolean moved = new AtomicBoolean();
    try {
      store.inTransaction(
          handle -> {
            TimeColumn.ALL.forEach(time -> move(handle, time, by));
            log.timesMove(handle, by);
            clock.move(by);
            moved.set(true);
            log.append(handle, "clock.jumped", SUBJECT, Map.of("seconds", by.toSeconds()));
            return by;
          });
    } catch (RuntimeException | Error e) {
      if (moved.get()) {
        clock.move(by.negated());
      }
      throw e;
    }
  }

  /**
   * Looks whether more time has passed since the last run than one would think, or less than none:
   * okayd was stopped for long, or the clock was set. Nothing is dropped for its age because of
   * that; what is waited for goes by the clock as it is.
   *
   * @return how much time that is
   */
  public Optional<Duration> followLastRun() {
    Optional<Duration> gap =
        store
            .read(log::newestAt)
            .map(newest -> Duration.between(newest, clock.instant()))
            .filter(passed -> passed.isNegative() || passed.compareTo(LONGEST_STOP) > 0);
    gap.ifPresent(by -> store.inTransaction(handle -> age(handle, by)));
    return gap;
  }

  private Duration age(Handle handle, Duration by) {
    TimeColumn.ALL.stream()
        .filter(time -> time.meaning() == TimeColumn.Meaning.AGE)
        .forEach(time -> move(handle, time, by));
    log.timesMove(handle, by);
    log.append(handle, "clock.jumped-while-stopped", SUBJECT, Map.of("seconds", by.toSeconds()));
    return by;
  }

  private static void move(Handle handle, TimeColumn time, Duration by) {
    handle.createUpdate(time.move()).bind("micros", by.toNanos() / 1000).execute();
  }
}
