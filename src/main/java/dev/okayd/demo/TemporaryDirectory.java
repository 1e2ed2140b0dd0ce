package dev.okayd.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary directory.
 *
 * @param path its path
 */
record TemporaryDirectory(Path path) {

  static TemporaryDirectory make() throws IOException {
    return new TemporaryDirectory(Files.createTempDirectory("okayd-demo"));
  }

  /** Deletes it with its contents. */
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
