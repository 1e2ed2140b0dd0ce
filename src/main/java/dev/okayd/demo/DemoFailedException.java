package dev.okayd.demo;

/** A result of the demo was not the expected one. */
final class DemoFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailedException(String message) {
    super(message);
  }

  /** Stops the demo if a result is not the expected one. */
  static void requireEqual(String what, String expected, String found) {
    if (!expected.equals(found)) {
      throw new DemoFailedException("%s is %s, expected %s".formatted(what, found, expected));
    }
  }
}
