package dev.okayd.eventlog;

import dev.okayd.store.Store;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One reader's place in the log. It takes what follows from the recent entries when they reach back
 * to it, else from the store; both have the same entries in the same order, so there is no seam to
 * lose or double one at. Used by one thread at a time.
 */
final class LogStream {
  private static final int PAGE = 100;

  private final Store store;
  private final EventLog log;
  private final RecentLogEntries recent;
  private final LogFilter filter;
  private final MultiEmitter<? super LogStreamEvent> reader;

  /** Fetched, but not handed out yet. */
  private final Deque<LogEntry> page = new ArrayDeque<>();

  /** The last entry that was handed out, or that the filter did not let through. */
  private long last;

  private long fetched;
  private boolean caughtUp;
  private boolean idle = true;
  private volatile boolean over;

  LogStream(
      Store store,
      EventLog log,
      RecentLogEntries recent,
      LogFilter filter,
      long after,
      MultiEmitter<? super LogStreamEvent> reader) {
    this.store = store;
    this.log = log;
    this.recent = recent;
    this.filter = filter;
    this.last = after;
    this.fetched = after;
    this.reader = reader;
  }

  /** Whether the reader gets nothing more. */
  boolean isOver() {
    return over;
  }

  /**
   * Hands out what there is, as far as the reader wants it.
   *
   * @return whether there is more to hand out at once: each turn reads the store only once, for all
   *     streams share a thread
   */
  boolean turn() {
    if (over || cutOffIfBehind()) {
      return false;
    }
    handOut();
    while (page.isEmpty() && reader.requested() > 0) {
      Optional<List<LogEntry>> next = recent.behind(fetched, PAGE);
      if (next.isEmpty()) {
        boolean more = fetchFromStore();
        handOut();
        return more;
      }
      caughtUp = true;
      if (next.get().isEmpty()) {
        return false;
      }
      fetch(next.get());
      handOut();
    }
    return false;
  }

  /**
   * A reader that has been up to date may not fall behind farther than the recent entries reach.
   */
  private boolean cutOffIfBehind() {
    if (caughtUp && !recent.reachBackTo(fetched)) {
      cutOff();
      return true;
    }
    return false;
  }

  private boolean fetchFromStore() {
    LogPage next = store.read(handle -> log.page(handle, fetched, PAGE));
    if (next.leavesGapBehind(fetched)) {
      // trimmed while the reader was on its way; it is told so when it resumes
      cutOff();
      return false;
    }
    fetch(next.entries());
    return !next.entries().isEmpty();
  }

  private void fetch(Collection<LogEntry> entries) {
    for (LogEntry entry : entries) {
      page.add(entry);
      fetched = entry.seq();
    }
  }

  private void handOut() {
    while (reader.requested() > 0 && !page.isEmpty()) {
      LogEntry entry = page.remove();
      last = entry.seq();
      if (filter.takes(entry)) {
        idle = false;
        reader.emit(new LogStreamEvent.Happened(entry));
      }
    }
  }

  private void cutOff() {
    page.clear();
    // the one event that is not waited with until it is wanted: the stream's place is free at once
    reader.emit(new LogStreamEvent.CutOff(last));
    end();
  }

  /** Says that the stream lives, unless something else has said so since the last time. */
  void heartbeat() {
    if (idle && !over && reader.requested() > 0) {
      reader.emit(new LogStreamEvent.Heartbeat());
    }
    idle = true;
  }

  /** Ends it; the reader may come back for what follows. */
  void end() {
    over = true;
    reader.complete();
  }

  /** The reader is gone. */
  void abandon() {
    over = true;
  }
}
