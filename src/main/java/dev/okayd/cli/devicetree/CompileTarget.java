package dev.okayd.cli.devicetree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A source and its output.
 *
 * @param source file, or {@code -}
 * @param output file, or {@code -}
 */
record CompileTarget(String source, String output) {

  /**
   * Determines the outputs of sources.
   *
   * @param output a file for one source, or a directory, created if missing
   * @throws IllegalArgumentException if two sources share an output, or a source has none
   */
  static List<CompileTarget> of(List<String> sources, String output) throws IOException {
    boolean directory = output.endsWith("/") || Files.isDirectory(Path.of(output));
    if (sources.size() == 1 && !directory) {
      return List.of(new CompileTarget(sources.get(0), output));
    }
    if (output.equals("-")) {
      throw new IllegalArgumentException(
          "Standard output takes one tree, not %d; give a directory".formatted(sources.size()));
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
          "Standard input has no file name to use in a directory; give a file with -o");
    }
    String name = String.valueOf(Path.of(source).getFileName());
    if (name.endsWith(".dtso")) {
      return name.substring(0, name.length() - ".dtso".length()) + ".dtbo";
    }
    String stem = name.endsWith(".dts") ? name.substring(0, name.length() - ".dts".length()) : name;
    return stem + ".dtb";
  }
}
