package dev.okayd.eventlog;

/** Follows the log as it grows. It may not keep the thread that calls it for long. */
public interface LogListener {

  /** Takes an entry. Every entry is handed out once, in the order of the log. */
  void happened(LogEntry entry);

  /**
   * Entries were dropped from the log before they were handed out. Whatever they told of has to be
   * read anew; the next entry is one behind the gap.
   */
  void entriesMissing();
}
