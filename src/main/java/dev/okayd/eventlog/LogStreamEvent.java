package dev.okayd.eventlog;

/** An event of a stream. */
sealed interface LogStreamEvent {

  /** A log entry. */
  record Appended(LogEntry entry) implements LogStreamEvent {}

  /**
   * The reader lags too far, and the stream ends.
   *
   * @param last where to resume
   */
  record CutOff(long last) implements LogStreamEvent {}

  /** No entry for a while. */
  record Heartbeat() implements LogStreamEvent {}
}
