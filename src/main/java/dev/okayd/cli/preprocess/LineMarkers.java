package dev.okayd.cli.preprocess;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines by which a C preprocessor says which file the next ones come from. */
public final class LineMarkers {
  /** The flag 1 is the beginning of a file; names in angle brackets are no files. */
  private static final Pattern INCLUDED =
      Pattern.compile("(?m)^# [0-9]+ \"((?:[^\"\\\\<]|\\\\.)(?:[^\"\\\\]++|\\\\.)*+)\" 1\\b");

  private LineMarkers() {}

  /** The files that were included, in the order of their first inclusion. */
  public static Set<String> filesIn(byte[] preprocessed) {
    Matcher marker = INCLUDED.matcher(new String(preprocessed, StandardCharsets.UTF_8));
    Set<String> files = new LinkedHashSet<>();
    while (marker.find()) {
      files.add(marker.group(1).replaceAll("\\\\(.)", "$1"));
    }
    return files;
  }
}
