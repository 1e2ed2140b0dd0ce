package dev.okayd.guest.platform;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Configuration of the platforms. */
@ConfigMapping(prefix = "okayd.platforms")
public interface PlatformsConfig {

  /** A directory with the operator's own platforms, one per {@code .yaml} file. */
  Optional<Path> directory();
}
