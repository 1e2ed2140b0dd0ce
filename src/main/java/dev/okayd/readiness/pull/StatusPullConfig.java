package dev.okayd.readiness.pull;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of readiness that okayd reads itself. */
@ConfigMapping(prefix = "okayd.readiness")
public interface StatusPullConfig {

  /** How often okayd reads the status URLs of backends, in addition to startup. */
  @WithDefault("60s")
  Duration pull();
}
