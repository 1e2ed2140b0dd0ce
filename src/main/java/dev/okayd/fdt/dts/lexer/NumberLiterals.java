package dev.okayd.fdt.dts.lexer;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Number literals in a source text. */
public final class NumberLiterals {
  /** As in dtc's lexer; a label may follow without a space. */
  private static final Pattern NUMBER =
      Pattern.compile("(0[xX][0-9a-fA-F]+|[0-9]+)(ULL|UL|LL|U|L)?");

  private NumberLiterals() {}

  /**
   * The length of the number that comes next; 0 if no number comes next. Letters and digits
   * directly after the number count, unless they form a label, so that a message shows the number
   * as written.
   */
  static int length(SourceText source) {
    Matcher number = source.matcher(NUMBER);
    if (!number.lookingAt()) {
      return 0;
    }
    int length = number.end() - number.start();
    int word = length;
    while (DtsLexer.isLabelCharacter(source.peek(word))) {
      word++;
    }
    boolean labelFollows = DtsLexer.isLabelStart(source.peek(length)) && source.peek(word) == ':';
    return labelFollows ? length : word;
  }

  /**
   * The value of a literal in the syntax of C's strtoull: 0x for hexadecimal, 0 for octal, and a
   * suffix of U and L.
   */
  public static OptionalLong value(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      return OptionalLong.empty();
    }
    String digits = number.group(1);
    try {
      if (digits.startsWith("0x") || digits.startsWith("0X")) {
        return OptionalLong.of(Long.parseUnsignedLong(digits.substring(2), 16));
      }
      int radix = digits.length() > 1 && digits.startsWith("0") ? 8 : 10;
      return OptionalLong.of(Long.parseUnsignedLong(digits, radix));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
