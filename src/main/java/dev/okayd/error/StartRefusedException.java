package dev.okayd.error;

/**
 * The service cannot start as it is set up. The message is one line: what was found, what is
 * expected, and what to do.
 */
public final class StartRefusedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public StartRefusedException(String message) {
    super(message);
  }

  public StartRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
