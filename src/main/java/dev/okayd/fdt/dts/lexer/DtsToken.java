package dev.okayd.fdt.dts.lexer;

import dev.okayd.fdt.dts.source.SourcePosition;

/**
 * A piece of a source text.
 *
 * @param kind what it is
 * @param text without quotes, colons, ampersands and braces
 * @param position where it begins
 */
public record DtsToken(Kind kind, String text, SourcePosition position) {

  public enum Kind {
    /**
     * {@code /dts-v1/}, {@code /delete-node/} and the like; the text is what stands between the
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
    /** An identifier where a value is expected; C's preprocessor would have replaced it. */
    WORD,
    /** A number as it stands there, suffix included. */
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

  /** As it is named in a message. */
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
