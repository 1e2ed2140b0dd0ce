package dev.okayd.channel.stream;

/** Which kind of line, by the letter that it has. */
enum LineType {
  /** A part of a request. */
  REQUEST('q'),
  /** Which parts of the answer the agent wants. */
  WANTED('w'),
  /** A part of an answer. */
  ANSWER('a'),
  /** Which parts of the request okayd misses. */
  MISSING('m');

  private final char letter;

  LineType(char letter) {
    this.letter = letter;
  }

  char letter() {
    return letter;
  }
}
