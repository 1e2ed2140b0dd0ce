package dev.okayd.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for a while.
 *
 * @param path where it is
 */
record TemporaryDirectory(Path path) {

  static TemporaryDirectory make() throws IOException {
    return new TemporaryDirectory(Files.createTempDirectory("okayd-demo"));
  }

  /** With all that is in it. */
  void delete() throws IOException {
    for (Path found : contents()) {
      Files.deleteIfExists(found);
    }
  }

  private List<Path> contents() throws IOException {
    try (Stream<Path> found = Files.walk(path)) {
      return found.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
