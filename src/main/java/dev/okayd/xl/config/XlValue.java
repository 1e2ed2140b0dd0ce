package dev.okayd.xl.config;

import java.util.List;

/** The value of a setting in an xl.cfg. */
public sealed interface XlValue {
  /** Where it starts. */
  XlPosition position();

  /**
   * A string or a number; xl distinguishes them only on use.
   *
   * @param text without quotation marks
   */
  public record Atom(String text, XlPosition position) implements XlValue {}

  /** Values between brackets. */
  public record Listed(List<XlValue> values, XlPosition position) implements XlValue {
    public Listed {
      values = List.copyOf(values);
    }
  }
}
