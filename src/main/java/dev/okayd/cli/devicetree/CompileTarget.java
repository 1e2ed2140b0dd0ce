package dev.okayd.cli.devicetree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A source text and what it is compiled to.
 *
 * @param source file, or {@code -}
 * @param output file, or {@code -}
 */
record CompileTarget(String source, String output) {

  /**
   * The outputs of source texts.
   *
   * @param output a file for one source, or a directory, which is made if it is not there
   * @throws IllegalArgumentException if a source has no output of its own
   */
  static List<CompileTarget> of(List<String> sources, String output) throws IOException {
    boolean directory = output.endsWith("/") || Files.isDirectory(Path.of(output));
    if (sources.size() == 1 && !directory) {
      return List.of(new CompileTarget(sources.get(0), output));
    }
    if (output.equals("-")) {
      throw new IllegalArgumentException(
          "The standard output takes one tree, not %d; give a directory".formatted(sources.size()));
    }
    List<CompileTarget> targets = new ArrayList<>();
    Map<String, String> owners = new HashMap<>();
    for (String source : sources) {
      String file = output + (output.endsWith("/") ? "" : "/") + outputName(source);
      String other = owners.putIfAbsent(file, source);
      if (other != null) {
        throw new IllegalArgumentException(
            "%s and %s would both become %s".formatted(other, source, file));
      }
      targets.add(new CompileTarget(source, file));
    }
    Files.createDirectories(Path.of(output));
    return targets;
  }

  private static String outputName(String source) {
    if (source.equals("-")) {
      throw new IllegalArgumentException(
          "The standard input has no name for a file in a directory; give a file with -o");
    }
    String name = String.valueOf(Path.of(source).getFileName());
    if (name.endsWith(".dtso")) {
      return name.substring(0, name.length() - ".dtso".length()) + ".dtbo";
    }
    String stem = name.endsWith(".dts") ? name.substring(0, name.length() - ".dts".length()) : name;
    return stem + ".dtb";
  }
}
