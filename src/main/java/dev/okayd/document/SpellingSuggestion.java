package dev.okayd.document;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a misspelt word probably means. */
public final class SpellingSuggestion {
  /** The largest number of typing errors in one word. */
  private static final int MOST_ERRORS = 2;

  /** Words up to this length may have only one typing error. */
  private static final int SHORT = 5;

  private SpellingSuggestion() {}

  /** The known word with the fewest typing errors, if few enough; upper case is not an error. */
  public static Optional<String> to(String word, List<String> known) {
    String plain = plain(word);
    return known.stream()
        .filter(candidate -> errors(plain, plain(candidate)) <= most(candidate))
        .min(Comparator.comparingInt(candidate -> errors(plain, plain(candidate))));
  }

  private static int most(String candidate) {
    return candidate.length() <= SHORT ? 1 : MOST_ERRORS;
  }

  /** Ignores hyphens and underscores, which people often confuse. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /**
   * The number of letters added, omitted, replaced, or swapped with a neighbour; not exact for
   * words of very different lengths.
   */
  private static int errors(String a, String b) {
    if (Math.abs(a.length() - b.length()) > MOST_ERRORS) {
      return MOST_ERRORS + 1;
    }
    int[][] errors = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        errors[i][j] = i == 0 || j == 0 ? i + j : fewest(errors, a, b, i, j);
      }
    }
    return errors[a.length()][b.length()];
  }

  private static int fewest(int[][] errors, String a, String b, int i, int j) {
    int replaced = errors[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int fewest = Math.min(replaced, Math.min(errors[i - 1][j], errors[i][j - 1]) + 1);
    boolean isSwapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return isSwapped ? Math.min(fewest, errors[i - 2][j - 2] + 1) : fewest;
  }
}
