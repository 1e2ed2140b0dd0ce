package dev.okayd.eventlog;

import dev.okayd.setting.CountRange;
import dev.okayd.setting.DurationRange;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How much of the log okayd retains. The same limits apply to events of backends and to drains that
 * have ended; okayd always retains the last event of each of the latest 1000 epochs of a backend,
 * and the drain that is in effect.
 */
@ConfigMapping(prefix = "okayd.log")
public interface LogConfig {

  /** okayd deletes entries that are older. */
  @WithDefault("30d")
  @DurationRange(least = "1s", most = "36500d")
  Duration keep();

  /** okayd deletes the oldest entries above this number. It always retains the newest one. */
  @WithDefault("1000000")
  @CountRange(most = Integer.MAX_VALUE)
  int keepEntries();

  /**
   * How often okayd deletes entries, events, drains and the answers of {@code okayd.idempotency}.
   */
  @WithDefault("5m")
  @DurationRange(least = "1s", most = "1d")
  Duration trimEvery();
}
