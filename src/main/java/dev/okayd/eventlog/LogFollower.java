package dev.okayd.eventlog;

import dev.okayd.store.Store;
import dev.okayd.store.StoreOutage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Hands out what is appended to the log: each entry once, in order. It has no thread of its own.
 */
public final class LogFollower {
  private static final Logger LOG = Logger.getLogger(LogFollower.class);
  private static final int PAGE = 500;

  private final Store store;
  private final EventLog log;
  private final List<Consumer<LogEntry>> listeners = new CopyOnWriteArrayList<>();
  private volatile long last;

  /** Begins with the first entry of all, unless {@link #startBehindHead} is called. */
  public LogFollower(Store store, EventLog log) {
    this.store = store;
    this.log = log;
  }

  /** Has every entry handed to somebody, too. */
  public void listen(Consumer<LogEntry> listener) {
    listeners.add(listener);
  }

  /** Begins with what is appended from now on. */
  public void startBehindHead() {
    last = store.read(log::extent).last();
  }

  /**
   * One step: reads what has been appended and hands it out; only one thread may at a time.
   *
   * @return how many entries there were; if there were any, there may be more
   */
  public int follow() {
    List<LogEntry> page = store.read(handle -> log.read(handle, last, PAGE));
    for (LogEntry entry : page) {
      last = entry.seq();
      listeners.forEach(listener -> hand(entry, listener));
    }
    return page.size();
  }

  private static void hand(LogEntry entry, Consumer<LogEntry> listener) {
    try {
      listener.accept(entry);
    } catch (RuntimeException e) {
      if (!StoreOutage.explains(e)) {
        LOG.errorf(
            e, "Entry %d of the log was not taken by one of those that follow it", entry.seq());
      }
    }
  }
}
