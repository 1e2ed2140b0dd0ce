package dev.okayd.xl.config;

import java.util.List;

/** What a setting of an xl.cfg is set to. */
public sealed interface XlValue {
  /** Where it begins. */
  XlPosition position();

  /**
   * A string or a number, which xl tells apart only when it uses them.
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
