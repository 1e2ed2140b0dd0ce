package dev.okayd.eventlog;

import dev.okayd.setting.CountRange;
import dev.okayd.setting.DurationRange;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How much of the log okayd retains. Events of backends, and drains that are over, are retained as
 * long.
 */
@ConfigMapping(prefix = "okayd.log")
public interface LogConfig {

  /** okayd deletes older entries. */
  @WithDefault("30d")
  @DurationRange(least = "1s", most = "36500d")
  Duration keep();

  /** okayd deletes the oldest entries above this number. It always retains the newest one. */
  @WithDefault("1000000")
  @CountRange(most = Integer.MAX_VALUE)
  int keepEntries();

  /** How often okayd deletes entries. */
  @WithDefault("5m")
  @DurationRange(least = "1s", most = "1d")
  Duration trimEvery();
}
