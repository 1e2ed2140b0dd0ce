package dev.okayd.xl.config;

/**
 * Something to be said of a place in an xl.cfg: what is wrong there, or what a spec cannot say.
 *
 * @param position where
 * @param text what was found, what was expected, and what to do, on one line
 */
public record XlDiagnostic(XlPosition position, String text) {
  @Override
  public String toString() {
    return position + ": " + text;
  }
}
