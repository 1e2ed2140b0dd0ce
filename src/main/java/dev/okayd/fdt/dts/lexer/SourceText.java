package dev.okayd.fdt.dts.lexer;

import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.fdt.dts.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file that is being read, byte by byte: a device tree's strings are bytes, whatever encoding
 * the file has.
 */
final class SourceText {
  private final String file;
  private final String text;

  /** Where the text comes from, if a preprocessor says that it was not this file. */
  private String origin;

  private int offset;
  private int line = 1;
  private int column = 1;

  SourceText(String file, byte[] content) {
    this.file = file;
    this.origin = file;
    this.text = new String(content, StandardCharsets.ISO_8859_1);
  }

  /** A file's name that stands in a text of this kind, whose characters are bytes of UTF-8. */
  static String fileName(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  String file() {
    return file;
  }

  SourcePosition position() {
    return new SourcePosition(origin, line, column);
  }

  /** What is read next is this line of another file, which a preprocessor has read. */
  void originate(String originalFile, int originalLine) {
    origin = originalFile;
    line = originalLine;
  }

  /** Skips to the end of the line, or of the text. */
  void skipLine() {
    while (!atEnd() && peek(0) != '\n') {
      next();
    }
  }

  /** What is left of the line. */
  String restOfLine() {
    int end = text.indexOf('\n', offset);
    return text.substring(offset, end < 0 ? text.length() : end);
  }

  boolean atEnd() {
    return offset == text.length();
  }

  /** The character so far ahead; NUL behind the end. */
  char peek(int ahead) {
    int at = offset + ahead;
    return at < text.length() ? text.charAt(at) : '\0';
  }

  /** Matches from here to the end of the text. */
  Matcher matcher(Pattern pattern) {
    return pattern.matcher(text).region(offset, text.length());
  }

  boolean startsWith(String prefix) {
    return text.startsWith(prefix, offset);
  }

  char next() {
    char c = text.charAt(offset++);
    if (c == '\n') {
      line++;
      column = 1;
    } else {
      column++;
    }
    return c;
  }

  String take(int length) {
    StringBuilder taken = new StringBuilder();
    for (int i = 0; i < length; i++) {
      taken.append(next());
    }
    return taken.toString();
  }

  DtsException error(String message) {
    return new DtsException(position(), message);
  }
}
