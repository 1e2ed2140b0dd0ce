package dev.okayd.xl.config;

/** Text of a file as a message shows it: between quotation marks, short, and on one line. */
public final class QuotedText {
  private static final int MOST = 60;

  private QuotedText() {}

  public static String of(String text) {
    StringBuilder shown = new StringBuilder("\"");
    text.codePoints().limit(MOST).forEach(character -> append(shown, character));
    if (text.codePointCount(0, text.length()) > MOST) {
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
