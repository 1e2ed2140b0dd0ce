package dev.okayd.xl.config;

/**
 * A place in an xl.cfg.
 *
 * @param file its name
 * @param line from 1
 * @param column from 1
 */
public record XlPosition(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
