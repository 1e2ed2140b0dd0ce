package dev.okayd.readiness.pull;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How okayd asks after backends by itself. */
@ConfigMapping(prefix = "okayd.readiness")
public interface StatusPullConfig {

  /** How often the status URLs of backends are read, besides when okayd starts. */
  @WithDefault("60s")
  Duration pull();
}
