package dev.okayd.xl.config;

/**
 * A message about a position in an xl.cfg: an error, or a note.
 *
 * @param position the position
 * @param text what was found, what is expected, and what to do, on one line
 */
public record XlDiagnostic(XlPosition position, String text) {
  @Override
  public String toString() {
    return position + ": " + text;
  }
}
