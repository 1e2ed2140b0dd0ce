package dev.okayd.eventlog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much of the log is kept. */
@ConfigMapping(prefix = "okayd.log")
public interface LogConfig {

  /** Entries that are older are dropped. */
  @WithDefault("30d")
  Duration keep();

  /** So many are kept at most; the newest one always is. */
  @WithDefault("1000000")
  int keepEntries();

  /** How often those that are too many or too old are dropped. */
  @WithDefault("5m")
  Duration trimEvery();
}
