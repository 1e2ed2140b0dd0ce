package dev.okayd.eventlog;

import dev.okayd.error.StoreOutage;
import dev.okayd.store.Store;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Hands out what is appended to the log: each entry once, in order. When entries were dropped
 * before it came to them, it says so. It has no thread of its own.
 */
public final class LogFollower {
  private static final Logger LOG = Logger.getLogger(LogFollower.class);
  private static final int PAGE = 500;

  private final Store store;
  private final EventLog log;
  private final List<LogListener> listeners = new CopyOnWriteArrayList<>();
  private volatile long last;

  /** Begins with the first entry of all, unless {@link #startBehindHead} is called. */
  public LogFollower(Store store, EventLog log) {
    this.store = store;
    this.log = log;
  }

  /** Has every entry handed to one listener more. */
  public void listen(LogListener listener) {
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
    LogPage page = store.read(handle -> log.page(handle, last, PAGE));
    if (page.leavesGapBehind(last)) {
      LOG.warnf(
          "Entries %d to %d of the log were dropped before they were read; everything is looked at anew",
          last + 1, page.after());
      last = page.after();
      tell("The gap", LogListener::entriesMissing);
    }
    for (LogEntry entry : page.entries()) {
      last = entry.seq();
      tell("Entry " + entry.seq(), listener -> listener.happened(entry));
    }
    return page.entries().size();
  }

  private void tell(String what, Consumer<LogListener> call) {
    for (LogListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        if (!StoreOutage.explains(e)) {
          LOG.errorf(e, "%s of the log was not taken by one of those that follow it", what);
        }
      }
    }
  }
}
