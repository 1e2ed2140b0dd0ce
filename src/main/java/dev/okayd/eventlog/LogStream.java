package dev.okayd.eventlog;

import dev.okayd.store.Store;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One reader's position in the log. It takes the next entries from the cache of recent entries if
 * that covers the position, otherwise from the store. Both have the same entries in the same order,
 * so no entry is lost or repeated at a switch. Used by one thread at a time.
 */
final class LogStream {
  private static final int PAGE = 100;

  private final Store store;
  private final EventLog log;
  private final RecentLogEntries recent;
  private final LogFilter filter;
  private final MultiEmitter<? super LogStreamEvent> reader;

  /** Fetched, but not emitted yet. */
  private final Deque<LogEntry> page = new ArrayDeque<>();

  /** The last entry that was emitted or filtered out. */
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

  /** Whether the stream has ended. */
  boolean isOver() {
    return over;
  }

  /**
   * Emits the available entries, as many as the reader has requested.
   *
   * @return whether another turn is due at once: each turn reads the store only once, because all
   *     streams share a thread
   */
  boolean turn() {
    if (over || cutOffIfBehind()) {
      return false;
    }
    emitPage();
    while (page.isEmpty() && reader.requested() > 0) {
      Optional<List<LogEntry>> next = recent.after(fetched, PAGE);
      if (next.isEmpty()) {
        boolean more = fetchFromStore();
        emitPage();
        return more;
      }
      caughtUp = true;
      if (next.get().isEmpty()) {
        return false;
      }
      fetch(next.get());
      emitPage();
    }
    return false;
  }

  /** Cuts off a reader that was up to date and has fallen behind the cache of recent entries. */
  private boolean cutOffIfBehind() {
    if (caughtUp && !recent.covers(fetched)) {
      cutOff();
      return true;
    }
    return false;
  }

  private boolean fetchFromStore() {
    LogPage next = store.read(handle -> log.page(handle, fetched, PAGE));
    if (next.hasGapAfter(fetched)) {
      // trimmed meanwhile; the reader gets log-gone when it resumes
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

  private void emitPage() {
    while (reader.requested() > 0 && !page.isEmpty()) {
      LogEntry entry = page.remove();
      last = entry.seq();
      if (filter.matches(entry)) {
        idle = false;
        reader.emit(new LogStreamEvent.Appended(entry));
      }
    }
  }

  private void cutOff() {
    page.clear();
    // emitted without a request, so that the stream ends and frees its place at once
    reader.emit(new LogStreamEvent.CutOff(last));
    end();
  }

  /** Emits a heartbeat, unless the stream has emitted an entry since the last one. */
  void heartbeat() {
    if (idle && !over && reader.requested() > 0) {
      reader.emit(new LogStreamEvent.Heartbeat());
    }
    idle = true;
  }

  /** Ends the stream; the reader may resume it. */
  void end() {
    over = true;
    reader.complete();
  }

  /** The reader has disconnected. */
  void abandon() {
    over = true;
  }
}
