package dev.okayd.channel.stream;

/** A line of the protocol. */
sealed interface StreamLine {

  LineType type();

  StreamRequestId id();

  /**
   * A part of a message.
   *
   * @param number of the part, from 1
   * @param length of the message in bytes
   * @param digest of the message
   * @param payload the part's bytes in base64
   */
  record Part(
      LineType type, StreamRequestId id, int number, int length, String digest, String payload)
      implements StreamLine {}

  /** A list of wanted or missing parts of a message. */
  record Parts(LineType type, StreamRequestId id, PartList list) implements StreamLine {}
}
