package dev.okayd.fdt.dts.lexer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code # 12 "file" 1} or {@code #line 12 "file"}, which a C preprocessor leaves at the beginning
 * of a line: messages are to name the file that somebody wrote, not the one that came out of it.
 */
final class LineMarker {
  /** As in dtc's lexer: what comes behind the file and numbers is source. */
  private static final Pattern MARKER =
      Pattern.compile(
          "#(?:line)?[ \\t]+([0-9]{1,9})[ \\t]+\"((?:[^\\\\\"]++|\\\\.)*+)\"(?:[ \\t]+[0-9]+)*");

  private LineMarker() {}

  /** Skips a marker and answers true, if one is what comes next. */
  static boolean skip(SourceText source) {
    if (source.peek(0) != '#' || source.position().column() != 1) {
      return false;
    }
    Matcher marker = MARKER.matcher(source.restOfLine());
    if (!marker.lookingAt()) {
      return false;
    }
    String unused = source.take(marker.end());
    // the end of this line is still to come, and counts
    source.originate(fileName(marker.group(2)), Integer.parseInt(marker.group(1)) - 1);
    return true;
  }

  /** As the preprocessor has it: with a backslash before some characters, and in UTF-8. */
  private static String fileName(String quoted) {
    return SourceText.fileName(quoted.replaceAll("\\\\(.)", "$1"));
  }
}
