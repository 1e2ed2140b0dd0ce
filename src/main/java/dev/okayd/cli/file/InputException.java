package dev.okayd.cli.file;

/** A refused input; the cause says why. */
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
