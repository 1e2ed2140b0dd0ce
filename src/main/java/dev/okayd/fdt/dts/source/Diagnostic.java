package dev.okayd.fdt.dts.source;

/**
 * Something to say about a source text.
 *
 * @param position where
 * @param message what was found, and what was expected
 */
public record Diagnostic(SourcePosition position, String message) {
  @Override
  public String toString() {
    return position + ": " + message;
  }
}
