package dev.okayd.clock;

import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.store.Store;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;

/** Records a jump of the wall clock, and adjusts all recorded times that must follow it. */
public final class ClockJumps {
  private static final String SUBJECT = "clock";

  /** Smaller jumps are handled together with a later one. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** A shorter stop does not matter for retention. */
  private static final Duration LONGEST_STOP = Duration.ofHours(1);

  private final Store store;
  private final EventLog log;
  private final SteadyClock clock;

  /** For a store that no other okayd writes. */
  public ClockJumps(Store store, EventLog log, SteadyClock clock) {
    this.store = store;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Detects that the clock was set while okayd runs, and adjusts the recorded times: leases, waits
   * and ages continue as before.
   *
   * @return by how much it was set
   */
  public Optional<Duration> follow() {
    Optional<Duration> jump = clock.jump(LEAST);
    jump.ifPresent(this::follow);
    return jump;
  }

  /**
   * Moves the clock within the transaction, so that no other transaction sees a mix of old and new
   * times.
   */
  private void follow(Duration by) {
    AtomicBoolean moved = new AtomicBoolean();
    try {
      store.inTransaction(
          handle -> {
            TimeColumn.ALL.forEach(time -> move(handle, time, by));
            log.correctAges(handle, by);
            clock.move(by);
            moved.set(true);
            log.append(handle, LogType.CLOCK_JUMPED, SUBJECT, Map.of("seconds", by.toSeconds()));
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
   * Detects a long or negative time since the last run: okayd was stopped for long, or the clock
   * was set. Retention ignores that time. Waits use the clock as it is.
   *
   * @return that time
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
    log.correctAges(handle, by);
    log.append(
        handle, LogType.CLOCK_JUMPED_WHILE_STOPPED, SUBJECT, Map.of("seconds", by.toSeconds()));
    return by;
  }

  private static void move(Handle handle, TimeColumn time, Duration by) {
    handle.createUpdate(time.move()).bind("micros", by.toNanos() / 1000).execute();
  }
}
