package dev.okayd.xl.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as {@code strtol} of C reads them, which xl uses: decimal, hexadecimal after 0x, octal
 * after 0.
 */
public final class CNumber {
  private static final Pattern NUMBER =
      Pattern.compile("\\s*([+-]?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9][0-9]*))");

  private CNumber() {}

  /** Parses the whole text; empty if it is not a number or needs more than 63 bits. */
  public static Optional<Long> parse(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.matches() ? value(matcher) : Optional.empty();
  }

  /** Parses a number at the start of the text and ignores the rest; 0 without a number. */
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
