package dev.okayd.eventlog;

import dev.okayd.setting.CountRange;
import dev.okayd.setting.DurationRange;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Retention of the log. */
@ConfigMapping(prefix = "okayd.log")
public interface LogConfig {

  /** The age at which okayd drops an entry. */
  @WithDefault("30d")
  @DurationRange(least = "1s", most = "36500d")
  Duration keep();

  /** The largest number of entries; okayd always keeps the newest one. */
  @WithDefault("1000000")
  @CountRange(most = Integer.MAX_VALUE)
  int keepEntries();

  /** How often okayd drops entries. */
  @WithDefault("5m")
  @DurationRange(least = "1s", most = "1d")
  Duration trimEvery();
}
