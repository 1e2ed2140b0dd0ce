package dev.okayd.idempotency;

import dev.okayd.setting.DurationRange;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Requests with an {@code Idempotency-Key}. */
@ConfigMapping(prefix = "okayd.idempotency")
public interface IdempotencyConfig {

  /** How long okayd retains answers. */
  @WithDefault("24h")
  @DurationRange(least = "1s", most = "36500d")
  Duration keep();
}
