package dev.okayd.document;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
final class SpellingSuggestion {
  /** More slips than these make another word. */
  private static final int MOST_SLIPS = 2;

  /** In a word of at most this many letters, one slip is all that can be told from another word. */
  private static final int SHORT = 5;

  private SpellingSuggestion() {}

  /** The known word with the fewest slips, if there are few enough; upper case is no slip. */
  static Optional<String> to(String word, List<String> known) {
    String plain = plain(word);
    return known.stream()
        .filter(candidate -> slips(plain, plain(candidate)) <= most(candidate))
        .min(Comparator.comparingInt(candidate -> slips(plain, plain(candidate))));
  }

  private static int most(String candidate) {
    return candidate.length() <= SHORT ? 1 : MOST_SLIPS;
  }

  /** Hyphens and underscores are where people do not agree. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /**
   * How many letters were added, left out, replaced, or swapped with their neighbour; not counted
   * in full for words of very different lengths.
   */
  private static int slips(String a, String b) {
    if (Math.abs(a.length() - b.length()) > MOST_SLIPS) {
      return MOST_SLIPS + 1;
    }
    int[][] slips = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        slips[i][j] = i == 0 || j == 0 ? i + j : fewest(slips, a, b, i, j);
      }
    }
    return slips[a.length()][b.length()];
  }

  private static int fewest(int[][] slips, String a, String b, int i, int j) {
    int replaced = slips[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int fewest = Math.min(replaced, Math.min(slips[i - 1][j], slips[i][j - 1]) + 1);
    boolean isSwapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return isSwapped ? Math.min(fewest, slips[i - 2][j - 2] + 1) : fewest;
  }
}
