package dev.okayd.fdt.dts.source;

/**
 * A place in a source text.
 *
 * @param file its name
 * @param line from 1
 * @param column from 1
 */
public record SourcePosition(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
