package dev.okayd.eventlog;

/** Is notified of new log entries. Implementations must return quickly. */
public interface LogListener {

  /** Receives an entry. Each entry arrives once, in the order of the log. */
  void appended(LogEntry entry);

  /**
   * Entries were dropped from the log before the listener received them. The listener must read the
   * state again; the next entry is one after the gap.
   */
  void entriesMissing();
}
