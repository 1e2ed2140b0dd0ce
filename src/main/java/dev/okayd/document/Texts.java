package dev.okayd.document;

import java.util.Optional;

/**
 * The strings that okayd can store. PostgreSQL rejects U+0000. Half of a surrogate pair has no
 * UTF-8 encoding: both databases would store "?", so different strings would become equal.
 */
public final class Texts {
  private Texts() {}

  /** Why a string cannot be stored unchanged; empty if it can. */
  public static Optional<String> fault(String text) {
    if (text.indexOf('\0') >= 0) {
      return Optional.of("the character U+0000");
    }
    boolean hasHalfPair =
        text.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    return hasHalfPair ? Optional.of("half of a surrogate pair") : Optional.empty();
  }

  /** Whether a string has 1 to {@code longest} characters and can be stored. */
  public static boolean isBounded(String text, int longest) {
    return !text.isEmpty() && text.length() <= longest && fault(text).isEmpty();
  }
}
