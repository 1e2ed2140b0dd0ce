package dev.okayd.cli.devicetree;

import dev.okayd.fdt.dts.source.Includes;
import dev.okayd.fdt.dts.source.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records the files that an output depends on as they are read ({@code dtc -d}). */
final class MakeDependencies implements Includes {
  private final String output;
  private final Includes includes;
  private final List<String> files = new ArrayList<>();

  MakeDependencies(String output, Includes includes) {
    this.output = output;
    this.includes = includes;
  }

  void add(String file) {
    files.add(file);
  }

  @Override
  public Optional<SourceFile> read(String name, String includedFrom) throws IOException {
    Optional<SourceFile> file = includes.read(name, includedFrom);
    file.ifPresent(found -> add(found.name()));
    return file;
  }

  /** A make rule, byte for byte as dtc 1.8 writes it. */
  String rule() {
    StringBuilder rule = new StringBuilder(escaped(output)).append(':');
    files.forEach(file -> rule.append(' ').append(escaped(file)));
    return rule.append('\n').toString();
  }

  private static String escaped(String file) {
    return file.replace(" ", "\\ ");
  }
}
