package dev.okayd.fdt.dts.lexer;

import dev.okayd.fdt.dts.lexer.DtsLexer.Mode;
import dev.okayd.fdt.dts.source.Diagnostics;
import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.fdt.dts.source.SourcePosition;
import java.util.Optional;

/** Reads tokens one ahead. The mode is said before the token that it is for is looked at. */
public final class TokenReader {
  private final DtsLexer lexer;
  private final Diagnostics diagnostics;
  private Mode mode = Mode.STATEMENT;
  private boolean preprocessorNamed;
  private Optional<DtsToken> ahead = Optional.empty();

  public TokenReader(DtsLexer lexer, Diagnostics diagnostics) {
    this.lexer = lexer;
    this.diagnostics = diagnostics;
  }

  /** From here on tokens are read as this mode has it. */
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

  /** Behind the last token that was taken, as long as no later one was looked at. */
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

  /** A token of this kind. */
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

  /** Takes note of an error behind which reading goes on. */
  public void error(SourcePosition position, String message) {
    diagnostics.error(position, message);
  }

  public void warning(SourcePosition position, String message) {
    diagnostics.warning(position, message);
  }

  /** Takes note of a word that is no value. What helps is said once: there may be many. */
  public void notPreprocessed(DtsToken word) {
    String help = preprocessorNamed ? "" : PreprocessorHint.helpFor(word);
    error(word.position(), "\"%s\" is no value%s".formatted(word.text(), help));
    preprocessorNamed = true;
  }

  public DtsException unexpected(DtsToken token, String expected) {
    return new DtsException(
        token.position(),
        "%s is expected here, not %s%s"
            .formatted(expected, token.described(), PreprocessorHint.helpFor(token)));
  }
}
