package dev.okayd.fdt.dts;

/**
 * Something to say about a source text.
 *
 * @param position where
 * @param message what was found, and what was expected
 */
public record Diagnostic(Position position, String message) {
  @Override
  public String toString() {
    return position + ": " + message;
  }
}
