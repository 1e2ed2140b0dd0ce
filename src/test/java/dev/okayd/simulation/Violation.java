package dev.okayd.simulation;

/** Something happened that must not happen. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }
}
