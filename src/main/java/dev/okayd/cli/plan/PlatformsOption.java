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
      description = "A directory of platforms of your own, one in each .yaml file")
  private Optional<Path> directory = Optional.empty();

  /** The platforms that okayd brings along, and those of the directory. */
  Platforms read() {
    Platforms shipped = Platforms.shipped();
    return directory.map(shipped::with).orElse(shipped);
  }
}
