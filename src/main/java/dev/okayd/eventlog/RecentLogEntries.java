package dev.okayd.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest entries, for all streams together: a stream is nothing but a place in the log, so many
 * of them cost no more memory than one.
 */
final class RecentLogEntries {
  private final LogEntry[] ring;
  private long count;

  /** Everything behind this seq is here; nothing is before the first entry has come. */
  private long floor = Long.MAX_VALUE;

  RecentLogEntries(int most) {
    this.ring = new LogEntry[most];
  }

  /** Takes the entry that follows all that were taken before. */
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

  /** Forgets all entries: what follows them is not known. The next one is a new beginning. */
  synchronized void clear() {
    count = 0;
    floor = Long.MAX_VALUE;
  }

  /** Up to so many entries behind a place in the log, if all that follow it are here. */
  synchronized Optional<List<LogEntry>> behind(long after, int limit) {
    if (after < floor) {
      return Optional.empty();
    }
    List<LogEntry> entries = new ArrayList<>();
    for (long i = firstBehind(after); i < count && entries.size() < limit; i++) {
      entries.add(ring[place(i)]);
    }
    return Optional.of(entries);
  }

  /** Whether all entries behind a place in the log are here. */
  synchronized boolean reachBackTo(long after) {
    return after >= floor;
  }

  private long firstBehind(long after) {
    long low = Math.max(0, count - ring.length);
    long high = count;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (ring[place(middle)].seq() > after) {
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
