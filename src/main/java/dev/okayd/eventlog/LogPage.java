package dev.okayd.eventlog;

import java.util.List;

/**
 * Consecutive entries of the log in one snapshot.
 *
 * @param after the sequence number before the first entry
 * @param entries without a gap, oldest first
 */
record LogPage(long after, List<LogEntry> entries) {

  LogPage {
    entries = List.copyOf(entries);
  }

  /** Whether entries between a sequence number and this page have been dropped. */
  boolean hasGapAfter(long seq) {
    return after > seq;
  }
}
