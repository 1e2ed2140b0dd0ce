package dev.okayd.cli.file;

/** An input that was refused: which one, and as the cause, why. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String input;

  public InputException(String input, Exception cause) {
    super(cause);
    this.input = input;
  }

  String input() {
    return input;
  }
}
