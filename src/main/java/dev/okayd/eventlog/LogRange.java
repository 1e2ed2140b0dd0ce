package dev.okayd.eventlog;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;

/**
 * The range of the retained log entries. The newest entry is always retained, so an empty log never
 * had an entry.
 *
 * @param first seq of the oldest entry
 * @param last seq of the newest entry, 0 if there is none
 */
record LogRange(long first, long last) {

  /** Whether all entries after a sequence number are retained. */
  boolean covers(long after) {
    return after >= first - 1;
  }

  /**
   * Rejects a position if entries after it have been dropped, or if this log never had the entry.
   * The reader then reads the state again instead of missing entries.
   */
  long requireKept(long after) {
    if (!covers(after)) {
      throw new OkaydException(
          ErrorCode.LOG_GONE,
          "Entries after %d have been dropped; the oldest is %d. Read the state again, then the log with after=%d"
              .formatted(after, first, first - 1));
    }
    if (after > last) {
      throw new OkaydException(
          ErrorCode.LOG_GONE,
          "There is no entry %d; the newest is %d, so the number is from another log. Read the state again, then the log with after=%d"
              .formatted(after, last, last));
    }
    return after;
  }
}
