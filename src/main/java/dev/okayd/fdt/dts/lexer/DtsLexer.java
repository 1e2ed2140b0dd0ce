package dev.okayd.fdt.dts.lexer;

import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dts.lexer.DtsToken.Kind;
import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.fdt.dts.source.Includes;
import dev.okayd.fdt.dts.source.SourceFile;
import dev.okayd.fdt.dts.source.SourcePosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Splits source texts into tokens, as dtc's lexer does. The same characters form a name at the
 * beginning of a statement but a number or an operator within a value, so the parser sets the mode
 * that it expects.
 */
public final class DtsLexer {
  /** The kind of text that comes next. */
  public enum Mode {
    /** The beginning of a node or a property. */
    STATEMENT,
    VALUE,
    /** Between brackets. */
    BYTES
  }

  /** Longer operators first, because the lexer takes the first match. */
  private static final String[] OPERATORS = {
    "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "(", ")", "{", "}", "[", "]", "<", ">", ";",
    "=", ",", "+", "-", "*", "/", "%", "&", "|", "^", "~", "!", "?", ":"
  };

  private static final Set<String> DIRECTIVES =
      Set.of(
          "dts-v1",
          "plugin",
          "memreserve",
          "bits",
          "delete-property",
          "delete-node",
          "omit-if-no-ref",
          "include",
          "incbin");

  /** As in dtc 1.8 ({@code MAX_SRCFILE_DEPTH} in its srcpos.c). */
  private static final int MAX_INCLUDE_DEPTH = 200;

  private final BoundedIncludes files;
  private final Deque<SourceText> sources = new ArrayDeque<>();

  public DtsLexer(String file, byte[] content, Includes includes, Limits limits) {
    files = new BoundedIncludes(includes, limits);
    sources.push(new SourceText(file, content));
  }

  /** Reads the next token in this mode. */
  DtsToken next(Mode mode) {
    while (true) {
      skipSpace();
      SourceText source = sources.getFirst();
      if (source.atEnd()) {
        if (sources.size() == 1) {
          return new DtsToken(Kind.END, "", source.position());
        }
        sources.pop();
        continue;
      }
      DtsToken token = token(source, mode);
      if (!token.isDirective("include")) {
        return token;
      }
      include(token);
    }
  }

  /** The current position: that of the next token, or of the space before it. */
  SourcePosition position() {
    return sources.getFirst().position();
  }

  /** The file that a token names. */
  SourceFile file(DtsToken name) {
    return files.read(name, sources.getFirst().file());
  }

  private void include(DtsToken directive) {
    DtsToken name = next(Mode.VALUE);
    if (name.kind() != Kind.STRING) {
      throw new DtsException(name.position(), "/include/ expects the name of a file in quotes");
    }
    if (sources.size() >= MAX_INCLUDE_DEPTH) {
      throw new DtsException(
          directive.position(), "Includes are nested deeper than " + MAX_INCLUDE_DEPTH);
    }
    SourceFile file = file(name);
    sources.push(new SourceText(file.name(), file.bytes()));
  }

  private void skipSpace() {
    SourceText source = sources.getFirst();
    while (!source.atEnd()) {
      if (isSpace(source.peek(0))) {
        source.next();
      } else if (source.startsWith("//")) {
        source.skipLine();
      } else if (source.startsWith("/*")) {
        skipComment(source);
      } else if (!LineMarker.skip(source)) {
        return;
      }
    }
  }

  /** As C's isspace. */
  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static void skipComment(SourceText source) {
    DtsException unterminated = source.error("A comment is not terminated");
    source.take(2);
    while (!source.startsWith("*/")) {
      if (source.atEnd()) {
        throw unterminated;
      }
      source.next();
    }
    source.take(2);
  }

  private static DtsToken token(SourceText source, Mode mode) {
    SourcePosition position = source.position();
    char c = source.peek(0);
    if (c == '"') {
      return new DtsToken(Kind.STRING, quoted(source, '"'), position);
    }
    if (c == '/') {
      String directive = directive(source);
      if (!directive.isEmpty()) {
        source.take(directive.length() + 2);
        return new DtsToken(Kind.DIRECTIVE, directive, position);
      }
    }
    if (c == '&' && source.peek(1) == '{') {
      return pathReference(source, position);
    }
    if (c == '&' && isLabelStart(source.peek(1))) {
      source.next();
      return new DtsToken(Kind.LABEL_REFERENCE, source.take(labelLength(source)), position);
    }
    int label = isLabelStart(c) ? labelLength(source) : 0;
    if (label > 0 && source.peek(label) == ':') {
      String name = source.take(label);
      source.next();
      return new DtsToken(Kind.LABEL, name, position);
    }
    return switch (mode) {
      case STATEMENT -> name(source, position);
      case VALUE -> value(source, position);
      case BYTES -> bytes(source, position);
    };
  }

  private static String directive(SourceText source) {
    return DIRECTIVES.stream()
        .filter(name -> source.startsWith("/" + name + "/"))
        .findFirst()
        .orElse("");
  }

  private static DtsToken pathReference(SourceText source, SourcePosition position) {
    source.take(2);
    StringBuilder path = new StringBuilder();
    while (isNameCharacter(source.peek(0)) || source.peek(0) == '/') {
      path.append(source.next());
    }
    if (source.peek(0) != '}') {
      throw source.error("A path reference must end with \"}\"");
    }
    source.next();
    return new DtsToken(Kind.PATH_REFERENCE, path.toString(), position);
  }

  private static DtsToken name(SourceText source, SourcePosition position) {
    int skip = source.peek(0) == '\\' ? 1 : 0;
    int length = skip;
    while (isNameCharacter(source.peek(length))) {
      length++;
    }
    return length > skip
        ? new DtsToken(Kind.NAME, source.take(length).substring(skip), position)
        : operator(source, position);
  }

  private static DtsToken value(SourceText source, SourcePosition position) {
    if (source.peek(0) == '\'') {
      return new DtsToken(Kind.CHARACTER, quoted(source, '\''), position);
    }
    int number = NumberLiterals.length(source);
    if (number > 0) {
      return new DtsToken(Kind.LITERAL, source.take(number), position);
    }
    int word = labelLength(source);
    if (word > 0) {
      return new DtsToken(Kind.WORD, source.take(word), position);
    }
    return operator(source, position);
  }

  private static DtsToken bytes(SourceText source, SourcePosition position) {
    if (isHexDigit(source.peek(0)) && isHexDigit(source.peek(1))) {
      return new DtsToken(Kind.BYTE, source.take(2), position);
    }
    return operator(source, position);
  }

  private static DtsToken operator(SourceText source, SourcePosition position) {
    for (String operator : OPERATORS) {
      if (source.startsWith(operator)) {
        source.take(operator.length());
        return new DtsToken(Kind.SYMBOL, operator, position);
      }
    }
    throw source.error("\"%s\" is not allowed here".formatted(source.peek(0)));
  }

  /** The characters between quotes, with escapes resolved; each character is one byte. */
  private static String quoted(SourceText source, char quote) {
    DtsException unterminated = source.error("A string is not terminated");
    source.next();
    StringBuilder characters = new StringBuilder();
    while (source.peek(0) != quote || source.atEnd()) {
      if (source.atEnd()) {
        throw unterminated;
      }
      char c = source.next();
      if (c == '\\' && source.peek(0) == '\n') {
        throw source.error("A backslash does not continue a string on the next line");
      }
      characters.append(c == '\\' ? EscapeSequences.read(source) : c);
    }
    source.next();
    return characters.toString();
  }

  private static boolean isNameCharacter(char c) {
    return (Character.isLetterOrDigit(c) && c < 0x80) || ",._+*#?@-".indexOf(c) >= 0;
  }

  static boolean isLabelStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isLabelCharacter(char c) {
    return isLabelStart(c) || (c >= '0' && c <= '9');
  }

  private static int labelLength(SourceText source) {
    int length = 0;
    while (length == 0 ? isLabelStart(source.peek(0)) : isLabelCharacter(source.peek(length))) {
      length++;
    }
    return length;
  }

  private static boolean isHexDigit(char c) {
    return Character.digit(c, 16) >= 0 && c < 0x80;
  }
}
