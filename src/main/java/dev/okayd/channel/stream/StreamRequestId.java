package dev.okayd.channel.stream;

/**
 * Names a request and its answer.
 *
 * @param link drawn anew by each start of an agent
 * @param number counts the requests of a link
 */
record StreamRequestId(String link, int number) {

  /** Whether its agent has made another request since. */
  boolean isBefore(StreamRequestId other) {
    return link.equals(other.link) && number < other.number;
  }
}
