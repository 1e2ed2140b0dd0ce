package dev.okayd.xl;

import dev.okayd.xl.Token.Kind;
import java.nio.charset.StandardCharsets;

/** Cuts an xl.cfg into tokens, as libxlu_cfg_l.l does. */
final class Lexer {
  private static final String SYMBOLS = "=,;[]";

  private final String file;
  private final String text;
  private int offset;
  private int line = 1;
  private int column = 1;

  Lexer(String file, byte[] content) {
    this.file = file;
    this.text = new String(content, StandardCharsets.UTF_8);
  }

  Token next() {
    while (peek() == ' ' || peek() == '\t') {
      take();
    }
    Position position = position();
    if (atEnd()) {
      return new Token(Kind.END, "", position);
    }
    char c = peek();
    if (c == '#') {
      comment();
      return new Token(Kind.NEWLINE, "", position);
    }
    if (c == '"' || c == '\'') {
      return new Token(Kind.STRING, string(), position);
    }
    if (isLowerCase(c)) {
      return new Token(Kind.NAME, word("._"), position);
    }
    if (isDigit(c)) {
      return new Token(Kind.NUMBER, number(), position);
    }
    take();
    if (c == '\n') {
      return new Token(Kind.NEWLINE, "", position);
    }
    if (c == '+' && peek() == '=') {
      take();
      return new Token(Kind.SYMBOL, "+=", position);
    }
    boolean known = SYMBOLS.indexOf(c) >= 0;
    return new Token(known ? Kind.SYMBOL : Kind.UNKNOWN, String.valueOf(c), position);
  }

  /** xl's lexer knows a comment by the end of its line, and takes none that has no such end. */
  private void comment() {
    Position position = position();
    while (!atEnd()) {
      if (take() == '\n') {
        return;
      }
    }
    throw new XlException(
        position,
        "The last line is a comment without an end, which xl refuses; end the file with a line feed");
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
    Position position = position();
    char quote = take();
    StringBuilder characters = new StringBuilder();
    while (!atEnd() && peek() != quote && peek() != '\n') {
      Position at = position();
      char c = take();
      if (c == '\0') {
        throw new XlException(
            at, "A string has a NUL character, which ends it for xl; take it out");
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
   * What a backslash and the character behind it stand for. xl's own numerical escapes do not work:
   * xlu__cfgl_dequote refuses every {@code \x41} and drops what {@code \101} stands for.
   */
  private char escaped(Position position) {
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
              "A backslash and %s are found; of escapes, xl takes \\\" \\' \\\\ \\a \\b \\f \\n \\r \\t \\v alone"
                  .formatted(c == '\n' ? "the end of the line" : Shown.quoted(String.valueOf(c))));
    };
  }

  private Position position() {
    return new Position(file, line, column);
  }

  private boolean atEnd() {
    return offset == text.length();
  }

  /** The next character; NUL behind the end. */
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
