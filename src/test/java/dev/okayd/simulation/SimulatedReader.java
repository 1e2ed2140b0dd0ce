package dev.okayd.simulation;

import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.EventLogAssembly;
import dev.okayd.eventlog.LogEntry;
import dev.okayd.eventlog.LogFollower;
import dev.okayd.eventlog.LogListener;

/** A reader of the log. Sometimes it is so slow that okayd drops entries before it reads them. */
final class SimulatedReader implements LogListener {
  private static final int PAGE = 500;

  private final World world;
  private final EventLog log;
  private final LogFollower follower;
  private final boolean readsInTwoSteps;
  private long last;

  SimulatedReader(World world, EventLog log, PlantedBug bug) {
    this.world = world;
    this.log = log;
    this.follower = new LogFollower(world.store(), log);
    this.readsInTwoSteps = bug == PlantedBug.GAPS_WITHOUT_NOTICE;
    follower.listen(this);
  }

  void start() {
    world.time().inMicros(world.chance().micros(2_000_000, 20_000_000, 0.2), this::read);
  }

  private void read() {
    if (readsInTwoSteps) {
      readInTwoSteps();
    } else {
      while (follower.follow() > 0) {
        // the next page
      }
    }
    start();
  }

  /** A planted bug: entries may be dropped between the check and the read. */
  private void readInTwoSteps() {
    long first = world.store().read(handle -> EventLogAssembly.first(log, handle));
    if (first - 1 > last) {
      last = first - 1;
      entriesMissing();
    }
    long from = last;
    world
        .time()
        .inMicros(
            world.chance().micros(2_000_000, 15_000_000, 0.3),
            () -> world.store().read(handle -> log.read(handle, from, PAGE)).forEach(this::once));
  }

  private void once(LogEntry entry) {
    if (entry.seq() > last) {
      appended(entry);
    }
  }

  /** The last entry that it has read. */
  long last() {
    return last;
  }

  @Override
  public void appended(LogEntry entry) {
    world.oracle().log().reads(last, entry);
    last = entry.seq();
  }

  @Override
  public void entriesMissing() {
    world.oracle().log().readerIsNotifiedOfGap();
  }
}
