package dev.okayd.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cache of the newest entries, shared by all streams. A stream itself is only a position in the
 * log, so many streams need no more memory than one.
 */
final class RecentLogEntries {
  private final LogEntry[] ring;
  private long count;

  /** The cache has all entries after this sequence number. */
  private long floor = Long.MAX_VALUE;

  RecentLogEntries(int most) {
    this.ring = new LogEntry[most];
  }

  /** Adds the next entry of the log. */
  synchronized void add(LogEntry entry) {
    int place = place(count);
    if (count >= ring.length) {
      floor = ring[place].seq();
    } else if (count == 0) {
      floor = entry.seq() - 1;
    }
    ring[place] = entry;
    count++;
  }

  /** Drops all entries, after a gap. The cache begins again with the next entry. */
  synchronized void clear() {
    count = 0;
    floor = Long.MAX_VALUE;
  }

  /** Up to {@code limit} entries after a sequence number, if the cache has all of them. */
  synchronized Optional<List<LogEntry>> after(long seq, int limit) {
    if (seq < floor) {
      return Optional.empty();
    }
    List<LogEntry> entries = new ArrayList<>();
    for (long i = firstAfter(seq); i < count && entries.size() < limit; i++) {
      entries.add(ring[place(i)]);
    }
    return Optional.of(entries);
  }

  /** Whether the cache has all entries after a sequence number. */
  synchronized boolean covers(long after) {
    return after >= floor;
  }

  private long firstAfter(long seq) {
    long low = Math.max(0, count - ring.length);
    long high = count;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (ring[place(middle)].seq() > seq) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private int place(long index) {
    return (int) (index % ring.length);
  }
}
