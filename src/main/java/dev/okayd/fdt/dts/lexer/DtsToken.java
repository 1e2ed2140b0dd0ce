package dev.okayd.fdt.dts.lexer;

import dev.okayd.fdt.dts.source.SourcePosition;

/**
 * A token of a source text.
 *
 * @param kind the kind of token
 * @param text the text without quotes, colons, ampersands and braces
 * @param position position of its first character
 */
public record DtsToken(Kind kind, String text, SourcePosition position) {

  public enum Kind {
    /**
     * {@code /dts-v1/}, {@code /delete-node/} and the like; the text is the part between the
     * slashes.
     */
    DIRECTIVE,
    /** {@code name:}. */
    LABEL,
    /** {@code &name}. */
    LABEL_REFERENCE,
    /** <code>&{/path}</code>. */
    PATH_REFERENCE,
    /** The name of a node or a property. */
    NAME,
    STRING,
    /** An identifier where a value is expected, probably a macro for a C preprocessor. */
    WORD,
    /** A number as written, including its suffix. */
    LITERAL,
    CHARACTER,
    /** Two hexadecimal digits between brackets. */
    BYTE,
    /** An operator or a delimiter. */
    SYMBOL,
    END
  }

  public boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  public boolean isDirective(String name) {
    return kind == Kind.DIRECTIVE && text.equals(name);
  }

  /** Describes the token in messages. */
  String described() {
    return switch (kind) {
      case END -> "the end of the text";
      case STRING -> "a string";
      case DIRECTIVE -> "/" + text + "/";
      case LABEL -> "label \"" + text + ":\"";
      case LABEL_REFERENCE -> "\"&" + text + "\"";
      case PATH_REFERENCE -> "\"&{" + text + "}\"";
      case NAME, WORD, LITERAL, CHARACTER, BYTE, SYMBOL -> "\"" + text + "\"";
    };
  }
}
