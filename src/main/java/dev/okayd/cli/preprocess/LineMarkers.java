package dev.okayd.cli.preprocess;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the line markers of a C preprocessor, which name the file of the following lines. */
public final class LineMarkers {
  /** The flag 1 marks the start of a file; names in angle brackets are not files. */
  private static final Pattern INCLUDED =
      Pattern.compile("(?m)^# [0-9]+ \"((?:[^\"\\\\<]|\\\\.)(?:[^\"\\\\]++|\\\\.)*+)\" 1\\b");

  private LineMarkers() {}

  /** The included files, in the order of their first inclusion. */
  public static Set<String> filesIn(byte[] preprocessed) {
    Matcher marker = INCLUDED.matcher(new String(preprocessed, StandardCharsets.UTF_8));
    Set<String> files = new LinkedHashSet<>();
    while (marker.find()) {
      files.add(marker.group(1).replaceAll("\\\\(.)", "$1"));
    }
    return files;
  }
}
