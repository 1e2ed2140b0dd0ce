package dev.okayd.eventlog;

/** What a stream hands to its reader. */
sealed interface LogStreamEvent {

  /** Something happened. */
  record Happened(LogEntry entry) implements LogStreamEvent {}

  /**
   * The reader is too far behind, and the stream ends.
   *
   * @param last where to resume
   */
  record CutOff(long last) implements LogStreamEvent {}

  /** Nothing happened for a while. */
  record Heartbeat() implements LogStreamEvent {}
}
