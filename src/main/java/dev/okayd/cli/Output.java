package dev.okayd.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that commands write; {@code -} is the standard output. */
final class Output {
  private Output() {}

  static void write(String name, byte[] content) throws IOException {
    if (name.equals("-")) {
      System.out.write(content);
      System.out.flush();
    } else {
      Files.write(Path.of(name), content);
    }
  }
}
