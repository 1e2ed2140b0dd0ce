package dev.okayd.demo;

/** Something was not as it should be. */
final class DemoFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailedException(String message) {
    super(message);
  }

  /** Ends the demo unless something is as it should be. */
  static void unlessSame(String what, String expected, String found) {
    if (!expected.equals(found)) {
      throw new DemoFailedException("%s is %s, expected was %s".formatted(what, found, expected));
    }
  }
}
