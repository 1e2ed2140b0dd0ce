package dev.okayd.channel.stream;

/** The types of lines, with their letters. */
enum LineType {
  /** A part of a request. */
  REQUEST('q'),
  /** The parts of the answer that the agent wants. */
  WANTED('w'),
  /** A part of an answer. */
  ANSWER('a'),
  /** The parts of the request that okayd misses. */
  MISSING('m');

  private final char letter;

  LineType(char letter) {
    this.letter = letter;
  }

  char letter() {
    return letter;
  }
}
