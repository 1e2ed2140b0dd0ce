package dev.okayd.cli;

/** An input that was refused: which one, and as the cause, why. */
final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String input;

  InputException(String input, Exception cause) {
    super(cause);
    this.input = input;
  }

  String input() {
    return input;
  }
}
