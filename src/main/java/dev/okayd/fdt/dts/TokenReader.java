package dev.okayd.fdt.dts;

import dev.okayd.fdt.dts.Lexer.Mode;
import java.util.Optional;

/** Reads tokens one ahead. The mode is said before the token that it is for is looked at. */
final class TokenReader {
  private final Lexer lexer;
  private final Diagnostics diagnostics;
  private Mode mode = Mode.STATEMENT;
  private boolean preprocessorNamed;
  private Optional<Token> ahead = Optional.empty();

  TokenReader(Lexer lexer, Diagnostics diagnostics) {
    this.lexer = lexer;
    this.diagnostics = diagnostics;
  }

  /** From here on tokens are read as this mode has it. */
  void mode(Mode newMode) {
    if (ahead.isPresent() && newMode != mode) {
      throw new IllegalStateException("A token was read in another mode: " + ahead.get());
    }
    mode = newMode;
  }

  Token peek() {
    if (ahead.isEmpty()) {
      ahead = Optional.of(lexer.next(mode));
    }
    return ahead.get();
  }

  Token next() {
    Token token = peek();
    ahead = Optional.empty();
    return token;
  }

  /** Behind the last token that was taken, as long as no later one was looked at. */
  Position position() {
    if (ahead.isPresent()) {
      throw new IllegalStateException("A later token was read: " + ahead.get());
    }
    return lexer.position();
  }

  boolean accept(String symbol) {
    if (!peek().is(symbol)) {
      return false;
    }
    next();
    return true;
  }

  boolean acceptDirective(String name) {
    if (!peek().isDirective(name)) {
      return false;
    }
    next();
    return true;
  }

  void expect(String symbol) {
    Token token = next();
    if (!token.is(symbol)) {
      throw unexpected(token, "\"" + symbol + "\"");
    }
  }

  /** A token of this kind. */
  Token expect(Token.Kind kind, String what) {
    Token token = next();
    if (token.kind() != kind) {
      throw unexpected(token, what);
    }
    return token;
  }

  /** The content of a file that a token names. */
  byte[] file(Token name) {
    return lexer.file(name).bytes();
  }

  /** Takes note of an error behind which reading goes on. */
  void error(Position position, String message) {
    diagnostics.error(position, message);
  }

  void warning(Position position, String message) {
    diagnostics.warning(position, message);
  }

  /** Takes note of a word that is no value. What helps is said once: there may be many. */
  void notPreprocessed(Token word) {
    String help = preprocessorNamed ? "" : Preprocessing.helpFor(word);
    error(word.position(), "\"%s\" is no value%s".formatted(word.text(), help));
    preprocessorNamed = true;
  }

  DtsException unexpected(Token token, String expected) {
    return new DtsException(
        token.position(),
        "%s is expected here, not %s%s"
            .formatted(expected, token.described(), Preprocessing.helpFor(token)));
  }
}
