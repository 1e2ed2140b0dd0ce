package dev.okayd.eventlog;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;

/**
 * Which part of the log is kept. The newest entry always is, so an empty log is one that never had
 * an entry.
 *
 * @param first seq of the oldest entry
 * @param last seq of the newest entry, 0 if there is none
 */
record LogRange(long first, long last) {

  /** Whether all entries behind one are there. */
  boolean goesBackTo(long after) {
    return after >= first - 1;
  }

  /**
   * Refuses to go on behind an entry when one of those that followed it is not kept, or when it is
   * one that this log never had: who asks is to read the state anew instead of missing something.
   */
  long requireKept(long after) {
    if (!goesBackTo(after)) {
      throw new OkaydException(
          ErrorCode.LOG_GONE,
          ("Entries behind %d are no longer kept, the oldest is %d. Read the state anew, and the log"
                  + " with after=%d")
              .formatted(after, first, first - 1));
    }
    if (after > last) {
      throw new OkaydException(
          ErrorCode.LOG_GONE,
          ("There is no entry %d, the newest is %d: it is of another log. Read the state anew, and"
                  + " the log with after=%d")
              .formatted(after, last, last));
    }
    return after;
  }
}
