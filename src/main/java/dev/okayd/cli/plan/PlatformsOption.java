package dev.okayd.cli.plan;

import dev.okayd.platform.catalog.Platforms;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --platforms DIR}. */
final class PlatformsOption {
  @Option(
      names = "--platforms",
      paramLabel = "DIR",
      description = "A directory with your own platforms, one in each .yaml file")
  private Optional<Path> directory = Optional.empty();

  /** The platforms shipped with okayd and those of the directory. */
  Platforms read() {
    Platforms shipped = Platforms.shipped();
    return directory.map(shipped::with).orElse(shipped);
  }
}
