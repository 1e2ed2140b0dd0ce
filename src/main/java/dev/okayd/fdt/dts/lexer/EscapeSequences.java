package dev.okayd.fdt.dts.lexer;

/** C's escape sequences in strings and characters. */
final class EscapeSequences {
  private static final String LETTERS = "abtnvfr";
  private static final String MEANINGS = "\u0007\b\t\n\u000b\f\r";
  private static final int MAX_OCTAL_DIGITS = 3;
  private static final int MAX_HEX_DIGITS = 2;

  private EscapeSequences() {}

  /** Reads the characters after a backslash and returns the byte that they stand for. */
  static char read(SourceText source) {
    if (source.atEnd()) {
      throw source.error("A backslash ends the text");
    }
    char c = source.next();
    int letter = LETTERS.indexOf(c);
    if (letter >= 0) {
      return MEANINGS.charAt(letter);
    }
    if (c == 'x') {
      if (Character.digit(source.peek(0), 16) < 0) {
        throw source.error("\\x must be followed by a hexadecimal digit");
      }
      return digits(source, 16, MAX_HEX_DIGITS, 0);
    }
    int octal = Character.digit(c, 8);
    return octal >= 0 ? digits(source, 8, MAX_OCTAL_DIGITS - 1, octal) : c;
  }

  private static char digits(SourceText source, int radix, int max, int first) {
    int value = first;
    for (int i = 0; i < max && Character.digit(source.peek(0), radix) >= 0; i++) {
      value = value * radix + Character.digit(source.next(), radix);
    }
    return (char) (value & 0xff);
  }
}
