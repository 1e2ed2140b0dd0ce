package dev.okayd.fdt.dts.source;

/**
 * An error or a warning about a source text.
 *
 * @param position the place in the text
 * @param message what was found, and what was expected
 */
public record Diagnostic(SourcePosition position, String message) {
  @Override
  public String toString() {
    return position + ": " + message;
  }
}
