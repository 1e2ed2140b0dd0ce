package dev.okayd.eventlog;

import java.util.List;

/**
 * A part of the log, as it is at one moment.
 *
 * @param after the entry that the first of these follows
 * @param entries without a hole, oldest first
 */
record LogPage(long after, List<LogEntry> entries) {

  LogPage {
    entries = List.copyOf(entries);
  }

  /** Whether entries between a place in the log and this page are no longer kept. */
  boolean leavesGapBehind(long place) {
    return after > place;
  }
}
