package dev.okayd.channel.stream;

/**
 * Names a request and its answer.
 *
 * @param link drawn anew by each start of an agent
 * @param number counts the requests of a link
 */
record RequestId(String link, int number) {

  /** Whether its agent has made another request since. */
  boolean isBefore(RequestId other) {
    return link.equals(other.link) && number < other.number;
  }
}
