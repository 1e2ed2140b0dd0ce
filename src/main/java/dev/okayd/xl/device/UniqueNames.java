package dev.okayd.xl.device;

import dev.okayd.document.Names;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Gives out valid okayd names, each once. */
public final class UniqueNames {
  private static final int MAX_LENGTH = 63;

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  public UniqueNames(String... taken) {
    this.taken.addAll(Set.of(taken));
  }

  /**
   * The preferred name if it is valid and free, otherwise a similar one.
   *
   * @param fallback base of the name if the preferred name has no valid character
   */
  public String unique(String preferred, String fallback) {
    String plain = plain(preferred, fallback);
    String name = plain;
    while (!taken.add(name)) {
      String suffix = "-" + numbers.merge(plain, 1, Integer::sum);
      name = cut(plain, MAX_LENGTH - suffix.length()) + suffix;
    }
    return Names.require("device or backend", name);
  }

  /** The nearest valid name, free or not. */
  public static String plain(String preferred, String fallback) {
    String plain =
        cut(
            preferred.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-").replaceAll("^-+", ""),
            MAX_LENGTH);
    return plain.isEmpty() ? fallback : plain;
  }

  private static String cut(String text, int most) {
    return text.substring(0, Math.min(most, text.length())).replaceAll("-+$", "");
  }
}
