package dev.okayd.idempotency;

import dev.okayd.setting.DurationRange;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long okayd recognises a request with an {@code Idempotency-Key}. */
@ConfigMapping(prefix = "okayd.idempotency")
public interface IdempotencyConfig {

  /**
   * How long okayd retains the answers to such requests. It retains at most {@code
   * okayd.log.keep-entries} of them.
   */
  @WithDefault("24h")
  @DurationRange(least = "1s", most = "36500d")
  Duration keep();
}
