package dev.okayd.readiness.pull;

import dev.okayd.setting.DurationRange;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How okayd reads the status of backends. */
@ConfigMapping(prefix = "okayd.readiness")
public interface StatusPullConfig {

  /** How often okayd reads the status URLs of backends. It also reads them when it starts. */
  @WithDefault("60s")
  @DurationRange(least = "1s", most = "1d")
  Duration pull();
}
