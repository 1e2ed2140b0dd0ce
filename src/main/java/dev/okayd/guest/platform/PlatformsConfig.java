package dev.okayd.guest.platform;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Platforms of your own. */
@ConfigMapping(prefix = "okayd.platforms")
public interface PlatformsConfig {

  /**
   * A directory with a {@code .yaml} file for each platform. A file replaces the platform of the
   * same name. okayd reads the files when it starts, and does not start with an invalid one.
   */
  Optional<Path> directory();
}
