package dev.okayd.eventlog;

import dev.okayd.error.StoreOutage;
import dev.okayd.store.Store;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Passes each new log entry to its listeners once, in order. If entries were dropped before it read
 * them, it notifies the listeners of the gap. It has no thread of its own.
 */
public final class LogFollower {
  private static final Logger LOG = Logger.getLogger(LogFollower.class);
  private static final int PAGE = 500;

  private final Store store;
  private final EventLog log;
  private final List<LogListener> listeners = new CopyOnWriteArrayList<>();
  private volatile long last;

  /** Begins with the first entry, unless {@link #startAtHead} is called. */
  public LogFollower(Store store, EventLog log) {
    this.store = store;
    this.log = log;
  }

  /** Adds a listener. */
  public void listen(LogListener listener) {
    listeners.add(listener);
  }

  /** Begins with the entries that are appended from now on. */
  public void startAtHead() {
    last = store.read(log::range).last();
  }

  /**
   * Reads one page of new entries and passes them on. Only one thread at a time may call this.
   *
   * @return the number of entries; if it is not 0, there may be more
   */
  public int follow() {
    LogPage page = store.read(handle -> log.page(handle, last, PAGE));
    if (page.hasGapAfter(last)) {
      LOG.warnf(
          "Log entries %d to %d were dropped before okayd read them; okayd reconciles everything",
          last + 1, page.after());
      last = page.after();
      notifyListeners("The gap", LogListener::entriesMissing);
    }
    for (LogEntry entry : page.entries()) {
      last = entry.seq();
      notifyListeners("Entry " + entry.seq(), listener -> listener.appended(entry));
    }
    return page.entries().size();
  }

  private void notifyListeners(String what, Consumer<LogListener> call) {
    for (LogListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        if (!StoreOutage.explains(e)) {
          LOG.errorf(e, "A listener of the log failed: %s", what);
        }
      }
    }
  }
}
