package dev.okayd.xl;

/**
 * A place in an xl.cfg.
 *
 * @param file its name
 * @param line from 1
 * @param column from 1
 */
public record Position(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
