package dev.okayd.xl.config;

/** Formats text of a file for a message: quoted, truncated, and on one line. */
public final class QuotedText {
  private static final int MAX = 60;

  private QuotedText() {}

  public static String of(String text) {
    StringBuilder shown = new StringBuilder("\"");
    text.codePoints().limit(MAX).forEach(character -> append(shown, character));
    if (text.codePointCount(0, text.length()) > MAX) {
      shown.append('…');
    }
    return shown.append('"').toString();
  }

  private static void append(StringBuilder shown, int character) {
    switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          shown.append("\\x%02x".formatted(character));
      default -> shown.appendCodePoint(character);
    }
  }
}
