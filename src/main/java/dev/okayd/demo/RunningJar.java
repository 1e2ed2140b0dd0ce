package dev.okayd.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Finds the jar of the running program. */
final class RunningJar {
  private static final String NAME = "quarkus-run.jar";

  private RunningJar() {}

  /**
   * The jar; okayd's classes are in a directory beside it.
   *
   * @throws IOException if the classes did not come from the packaged jar
   */
  static Path find() throws IOException {
    Path classes = Path.of(location());
    Path folder = Optional.ofNullable(classes.getParent()).map(Path::getParent).orElse(classes);
    Path jar = folder.resolve(NAME);
    if (!Files.isRegularFile(classes) || !Files.isRegularFile(jar)) {
      throw new IOException(
          "demo starts okayd from its packaged jar, but these classes came from %s: run java -jar %s demo"
              .formatted(classes, NAME));
    }
    return jar;
  }

  private static URI location() throws IOException {
    CodeSource source = RunningJar.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IOException("demo starts okayd from its packaged jar, which it cannot find");
    }
    try {
      return source.getLocation().toURI();
    } catch (URISyntaxException e) {
      throw new IOException("The path of okayd's jar is not a valid URI", e);
    }
  }
}
