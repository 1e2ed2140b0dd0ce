package dev.okayd.idempotency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** For how long a request with an {@code Idempotency-Key} is known again. */
@ConfigMapping(prefix = "okayd.idempotency")
public interface IdempotencyConfig {

  /** How long answers are kept. */
  @WithDefault("24h")
  Duration keep();
}
