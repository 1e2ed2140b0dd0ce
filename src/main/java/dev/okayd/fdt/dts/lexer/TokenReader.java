package dev.okayd.fdt.dts.lexer;

import dev.okayd.fdt.dts.lexer.DtsLexer.Mode;
import dev.okayd.fdt.dts.source.Diagnostics;
import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.fdt.dts.source.SourcePosition;
import java.util.Optional;

/**
 * Reads tokens with one token of lookahead. The mode must be set before the first look at the token
 * that needs it.
 */
public final class TokenReader {
  private final DtsLexer lexer;
  private final Diagnostics diagnostics;
  private Mode mode = Mode.STATEMENT;
  private boolean hintGiven;
  private Optional<DtsToken> ahead = Optional.empty();

  public TokenReader(DtsLexer lexer, Diagnostics diagnostics) {
    this.lexer = lexer;
    this.diagnostics = diagnostics;
  }

  /** Sets the mode for the following tokens. */
  public void mode(Mode newMode) {
    if (ahead.isPresent() && newMode != mode) {
      throw new IllegalStateException("A token was read in another mode: " + ahead.get());
    }
    mode = newMode;
  }

  public DtsToken peek() {
    if (ahead.isEmpty()) {
      ahead = Optional.of(lexer.next(mode));
    }
    return ahead.get();
  }

  public DtsToken next() {
    DtsToken token = peek();
    ahead = Optional.empty();
    return token;
  }

  /** The position after the last token that was taken; only valid while no later token was read. */
  public SourcePosition position() {
    if (ahead.isPresent()) {
      throw new IllegalStateException("A later token was read: " + ahead.get());
    }
    return lexer.position();
  }

  public boolean accept(String symbol) {
    if (!peek().is(symbol)) {
      return false;
    }
    next();
    return true;
  }

  public boolean acceptDirective(String name) {
    if (!peek().isDirective(name)) {
      return false;
    }
    next();
    return true;
  }

  public void expect(String symbol) {
    DtsToken token = next();
    if (!token.is(symbol)) {
      throw unexpected(token, "\"" + symbol + "\"");
    }
  }

  /** Takes a token of this kind. */
  public DtsToken expect(DtsToken.Kind kind, String what) {
    DtsToken token = next();
    if (token.kind() != kind) {
      throw unexpected(token, what);
    }
    return token;
  }

  /** The content of a file that a token names. */
  public byte[] file(DtsToken name) {
    return lexer.file(name).bytes();
  }

  /** Records an error; parsing continues. */
  public void error(SourcePosition position, String message) {
    diagnostics.error(position, message);
  }

  public void warning(SourcePosition position, String message) {
    diagnostics.warning(position, message);
  }

  /**
   * Records a word in place of a value. Only the first message has the hint, because a text may
   * have many such words.
   */
  public void unexpectedWord(DtsToken word) {
    String help = hintGiven ? "" : PreprocessorHint.helpFor(word);
    error(word.position(), "\"%s\" is not a value%s".formatted(word.text(), help));
    hintGiven = true;
  }

  public DtsException unexpected(DtsToken token, String expected) {
    return new DtsException(
        token.position(),
        "%s is expected here, not %s%s"
            .formatted(expected, token.described(), PreprocessorHint.helpFor(token)));
  }
}
