package dev.okayd.xl;

import java.util.List;

/** What a setting of an xl.cfg is set to. */
sealed interface Value {
  /** Where it begins. */
  Position position();

  /**
   * A string or a number, which xl tells apart only when it uses them.
   *
   * @param text without quotation marks
   */
  record Atom(String text, Position position) implements Value {}

  /** Values between brackets. */
  record Listed(List<Value> values, Position position) implements Value {
    public Listed {
      values = List.copyOf(values);
    }
  }
}
