package dev.okayd.xl.config;

import dev.okayd.xl.config.XlToken.Kind;
import java.nio.charset.StandardCharsets;

/** Splits an xl.cfg into tokens, as libxlu_cfg_l.l does. */
final class XlLexer {
  private static final String SYMBOLS = "=,;[]";

  private final String file;
  private final String text;
  private int offset;
  private int line = 1;
  private int column = 1;

  XlLexer(String file, byte[] content) {
    this.file = file;
    this.text = new String(content, StandardCharsets.UTF_8);
  }

  XlToken next() {
    while (peek() == ' ' || peek() == '\t') {
      take();
    }
    XlPosition position = position();
    if (atEnd()) {
      return new XlToken(Kind.END, "", position);
    }
    char c = peek();
    if (c == '#') {
      comment();
      return new XlToken(Kind.NEWLINE, "", position);
    }
    if (c == '"' || c == '\'') {
      return new XlToken(Kind.STRING, string(), position);
    }
    if (isLowerCase(c)) {
      return new XlToken(Kind.NAME, word("._"), position);
    }
    if (isDigit(c)) {
      return new XlToken(Kind.NUMBER, number(), position);
    }
    take();
    if (c == '\n') {
      return new XlToken(Kind.NEWLINE, "", position);
    }
    if (c == '+' && peek() == '=') {
      take();
      return new XlToken(Kind.SYMBOL, "+=", position);
    }
    boolean known = SYMBOLS.indexOf(c) >= 0;
    return new XlToken(known ? Kind.SYMBOL : Kind.UNKNOWN, String.valueOf(c), position);
  }

  /** The lexer of xl requires a line feed at the end of a comment. */
  private void comment() {
    XlPosition position = position();
    while (!atEnd()) {
      if (take() == '\n') {
        return;
      }
    }
    throw new XlException(
        position,
        "The last line is a comment without a line feed, which xl refuses; end the file with a line feed");
  }

  private String word(String others) {
    int start = offset;
    while (isLowerCase(peek()) || isDigit(peek()) || (!atEnd() && others.indexOf(peek()) >= 0)) {
      take();
    }
    return text.substring(start, offset);
  }

  private String number() {
    int start = offset;
    while (isDigit(peek()) || (peek() >= 'a' && peek() <= 'f') || peek() == 'x') {
      take();
    }
    return text.substring(start, offset);
  }

  private String string() {
    XlPosition position = position();
    char quote = take();
    StringBuilder characters = new StringBuilder();
    while (!atEnd() && peek() != quote && peek() != '\n') {
      XlPosition at = position();
      char c = take();
      if (c == '\0') {
        throw new XlException(
            at, "A string has a NUL character, which ends the string for xl; remove it");
      }
      characters.append(c == '\\' ? escaped(at) : c);
    }
    if (peek() != quote) {
      throw new XlException(
          position,
          "A string begins here and does not end on its line; %s is expected".formatted(quote));
    }
    take();
    return characters.toString();
  }

  /**
   * The character of an escape. The numeric escapes of xl do not work: xlu__cfgl_dequote refuses
   * every {@code \x41} and drops the character of {@code \101}.
   */
  private char escaped(XlPosition position) {
    char c = atEnd() ? '\n' : take();
    return switch (c) {
      case '"', '\'', '\\' -> c;
      case 'a' -> '\u0007';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> '\u000b';
      default ->
          throw new XlException(
              position,
              "A backslash and %s were found; xl accepts only the escapes \\\" \\' \\\\ \\a \\b \\f \\n \\r \\t \\v"
                  .formatted(c == '\n' ? "the end of the line" : QuotedText.of(String.valueOf(c))));
    };
  }

  private XlPosition position() {
    return new XlPosition(file, line, column);
  }

  private boolean atEnd() {
    return offset == text.length();
  }

  /** The next character; NUL at the end. */
  private char peek() {
    return atEnd() ? '\0' : text.charAt(offset);
  }

  private char take() {
    char c = text.charAt(offset++);
    if (c == '\n') {
      line++;
      column = 1;
    } else {
      column++;
    }
    return c;
  }

  private static boolean isLowerCase(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
