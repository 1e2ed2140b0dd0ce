package dev.okayd.eventlog;

/** What a stream hands to its reader. */
sealed interface StreamEvent {

  /** Something happened. */
  record Happened(LogEntry entry) implements StreamEvent {}

  /**
   * The reader is too far behind, and the stream ends.
   *
   * @param last where to resume
   */
  record CutOff(long last) implements StreamEvent {}

  /** Nothing happened for a while. */
  record Heartbeat() implements StreamEvent {}
}
