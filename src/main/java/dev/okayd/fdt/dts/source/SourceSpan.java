package dev.okayd.fdt.dts.source;

/**
 * A piece of a source text, from its first character to the place after its last one. {@link
 * #toString} prints it as dtc does ({@code srcpos_string} in srcpos.c).
 *
 * @param start position of the first character
 * @param end position after the last character; its file is the one that dtc names
 */
public record SourceSpan(SourcePosition start, SourcePosition end) {
  @Override
  public String toString() {
    String first = "%s:%d.%d".formatted(end.file(), start.line(), start.column());
    if (start.line() != end.line()) {
      return "%s-%d.%d".formatted(first, end.line(), end.column());
    }
    return start.column() == end.column() ? first : first + "-" + end.column();
  }
}
