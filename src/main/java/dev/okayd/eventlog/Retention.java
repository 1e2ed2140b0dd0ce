package dev.okayd.eventlog;

import java.time.Instant;

/** Records beside the log that nobody needs any longer than it. */
public interface Retention {

  /**
   * Drops those from before a time, and the oldest of more than so many, few in each transaction;
   * returns how many they were. What is still needed stays, however old it is.
   */
  int drop(Instant oldest, int most);
}
