package dev.okayd.fdt.dts.lexer;

import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.fdt.dts.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source file, read byte by byte: the strings of a device tree are bytes, whatever the encoding
 * of the file.
 */
final class SourceText {
  private final String file;
  private final String text;

  /** The file that the text comes from: another one than this file if a preprocessor wrote so. */
  private String origin;

  private int offset;
  private int line = 1;
  private int column = 1;

  SourceText(String file, byte[] content) {
    this.file = file;
    this.origin = file;
    this.text = new String(content, StandardCharsets.ISO_8859_1);
  }

  /** Decodes a file name in the text, whose characters are bytes of UTF-8. */
  static String fileName(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  String file() {
    return file;
  }

  SourcePosition position() {
    return new SourcePosition(origin, line, column);
  }

  /** Sets the original file and line of the following text, from a preprocessor's line marker. */
  void setOrigin(String originalFile, int originalLine) {
    origin = originalFile;
    line = originalLine;
  }

  /** Skips to the end of the line, or of the text. */
  void skipLine() {
    while (!atEnd() && peek(0) != '\n') {
      next();
    }
  }

  /** The rest of the line. */
  String restOfLine() {
    int end = text.indexOf('\n', offset);
    return text.substring(offset, end < 0 ? text.length() : end);
  }

  boolean atEnd() {
    return offset == text.length();
  }

  /** The character at this distance from the current one; NUL after the end. */
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
