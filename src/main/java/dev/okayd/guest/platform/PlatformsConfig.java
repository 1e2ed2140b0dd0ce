package dev.okayd.guest.platform;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Which platforms there are. */
@ConfigMapping(prefix = "okayd.platforms")
public interface PlatformsConfig {

  /** A directory of platforms of the user's, one in each {@code .yaml} file. */
  Optional<Path> directory();
}
