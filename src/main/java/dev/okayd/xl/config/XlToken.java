package dev.okayd.xl.config;

/**
 * A piece of an xl.cfg.
 *
 * @param kind what it is
 * @param text a string's without its quotation marks and escapes
 * @param position where it begins
 */
record XlToken(Kind kind, String text, XlPosition position) {

  enum Kind {
    /** The name of a setting. */
    NAME,
    STRING,
    NUMBER,
    /** {@code = += , ; [ ]}. */
    SYMBOL,
    /** The end of a line, whether or not a comment is before it. */
    NEWLINE,
    /** A character that begins nothing that xl knows. */
    UNKNOWN,
    END
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isValue() {
    return kind == Kind.STRING || kind == Kind.NUMBER;
  }

  /** As it is named in a message. */
  String described() {
    return switch (kind) {
      case END -> "the end of the file";
      case NEWLINE -> "the end of the line";
      case STRING -> "the string " + QuotedText.of(text);
      case NAME, NUMBER, SYMBOL, UNKNOWN -> QuotedText.of(text);
    };
  }
}
