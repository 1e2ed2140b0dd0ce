package dev.okayd.eventlog;

import java.time.Instant;

/** Records outside the log that have the retention of the log. */
public interface Retention {

  /**
   * Drops the records from before a time, and the oldest ones above a number, a few in each
   * transaction. Records that are still needed stay, however old they are.
   *
   * @return the number of dropped records
   */
  int drop(Instant oldest, int most);
}
