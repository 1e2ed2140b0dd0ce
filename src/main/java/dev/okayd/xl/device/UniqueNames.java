package dev.okayd.xl.device;

import dev.okayd.document.Names;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names as okayd has them, each given once. */
public final class UniqueNames {
  private static final int MOST_LENGTH = 63;

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  public UniqueNames(String... taken) {
    this.taken.addAll(Set.of(taken));
  }

  /**
   * The name itself if it is one and is free, and otherwise one that is like it.
   *
   * @param otherwise what to begin with if nothing of it can be in a name
   */
  public String like(String wanted, String otherwise) {
    String plain = plain(wanted, otherwise);
    String name = plain;
    while (!taken.add(name)) {
      String suffix = "-" + numbers.merge(plain, 1, Integer::sum);
      name = cut(plain, MOST_LENGTH - suffix.length()) + suffix;
    }
    return Names.require("device or backend", name);
  }

  /** The nearest name, whether or not it is free. */
  public static String plain(String wanted, String otherwise) {
    String plain =
        cut(
            wanted.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-").replaceAll("^-+", ""),
            MOST_LENGTH);
    return plain.isEmpty() ? otherwise : plain;
  }

  private static String cut(String text, int most) {
    return text.substring(0, Math.min(most, text.length())).replaceAll("-+$", "");
  }
}
