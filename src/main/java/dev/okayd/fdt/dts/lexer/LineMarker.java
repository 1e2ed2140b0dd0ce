package dev.okayd.fdt.dts.lexer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Line markers, {@code # 12 "file" 1} or {@code #line 12 "file"}, which a C preprocessor writes at
 * the beginning of a line. With them, messages name the original file and line instead of the
 * preprocessor's output.
 */
final class LineMarker {
  /** As in dtc's lexer: the text after the file and the numbers is source. */
  private static final Pattern MARKER =
      Pattern.compile(
          "#(?:line)?[ \\t]+([0-9]{1,9})[ \\t]+\"((?:[^\\\\\"]++|\\\\.)*+)\"(?:[ \\t]+[0-9]+)*");

  private LineMarker() {}

  /** Skips a line marker if one comes next; returns whether it did. */
  static boolean skip(SourceText source) {
    if (source.peek(0) != '#' || source.position().column() != 1) {
      return false;
    }
    Matcher marker = MARKER.matcher(source.restOfLine());
    if (!marker.lookingAt()) {
      return false;
    }
    String unused = source.take(marker.end());
    // minus 1, because the end of this line is not read yet and counts as a line
    source.setOrigin(fileName(marker.group(2)), Integer.parseInt(marker.group(1)) - 1);
    return true;
  }

  /**
   * The file name that the preprocessor wrote in UTF-8, with a backslash before some characters.
   */
  private static String fileName(String quoted) {
    return SourceText.fileName(quoted.replaceAll("\\\\(.)", "$1"));
  }
}
