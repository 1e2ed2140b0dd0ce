package dev.okayd.document;

import java.util.Optional;

/**
 * Which texts okayd keeps, whoever sends them. PostgreSQL refuses U+0000, and half of a surrogate
 * pair has no UTF-8: SQLite and PostgreSQL would both keep "?", so two texts would become one.
 */
public final class Texts {
  private Texts() {}

  /** What keeps a text from being stored as it is; empty if nothing does. */
  public static Optional<String> fault(String text) {
    if (text.indexOf('\0') >= 0) {
      return Optional.of("the character U+0000");
    }
    boolean hasHalfPair =
        text.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    return hasHalfPair ? Optional.of("half of a surrogate pair") : Optional.empty();
  }

  /** Whether a text has 1 to so many characters, and all of them can be stored. */
  public static boolean isBounded(String text, int longest) {
    return !text.isEmpty() && text.length() <= longest && fault(text).isEmpty();
  }
}
