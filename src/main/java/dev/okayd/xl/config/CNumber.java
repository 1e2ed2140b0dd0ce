package dev.okayd.xl.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as C's {@code strtol} reads them, which xl leaves them to: decimal, hexadecimal behind
 * 0x, octal behind 0.
 */
public final class CNumber {
  private static final Pattern NUMBER =
      Pattern.compile("\\s*([+-]?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9][0-9]*))");

  private CNumber() {}

  /** The number that the whole text is; empty if it is none, or one of more than 63 bits. */
  public static Optional<Long> parse(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.matches() ? value(matcher) : Optional.empty();
  }

  /** The number that the text begins with, whatever follows; 0 if it begins with none. */
  public static long parseBeginning(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.lookingAt() ? value(matcher).orElse(Long.MAX_VALUE) : 0;
  }

  private static Optional<Long> value(Matcher matcher) {
    if (matcher.group(2) != null) {
      return parse(matcher.group(1) + matcher.group(2), 16);
    }
    return matcher.group(4) != null
        ? parse(matcher.group(1) + matcher.group(4), 10)
        : parse(matcher.group(1) + "0" + matcher.group(3), 8);
  }

  private static Optional<Long> parse(String digits, int radix) {
    try {
      return Optional.of(Long.parseLong(digits, radix));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
