package dev.okayd.channel.stream;

/**
 * Identifies a request and its answer.
 *
 * @param link random number of this start of the agent
 * @param number counts the requests of a link
 */
record StreamRequestId(String link, int number) {

  /** Whether the other request is a later one of the same agent. */
  boolean isBefore(StreamRequestId other) {
    return link.equals(other.link) && number < other.number;
  }
}
