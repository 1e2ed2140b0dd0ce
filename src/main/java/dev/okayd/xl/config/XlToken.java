package dev.okayd.xl.config;

/**
 * A token of an xl.cfg.
 *
 * @param kind its kind
 * @param text its text; for a string without quotation marks and with escapes resolved
 * @param position where it starts
 */
record XlToken(Kind kind, String text, XlPosition position) {

  enum Kind {
    /** The name of a setting. */
    NAME,
    STRING,
    NUMBER,
    /** {@code = += , ; [ ]}. */
    SYMBOL,
    /** The end of a line, with or without a comment. */
    NEWLINE,
    /** A character that starts no token of xl. */
    UNKNOWN,
    END
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isValue() {
    return kind == Kind.STRING || kind == Kind.NUMBER;
  }

  /** Its description in a message. */
  String described() {
    return switch (kind) {
      case END -> "the end of the file";
      case NEWLINE -> "the end of the line";
      case STRING -> "the string " + QuotedText.of(text);
      case NAME, NUMBER, SYMBOL, UNKNOWN -> QuotedText.of(text);
    };
  }
}
