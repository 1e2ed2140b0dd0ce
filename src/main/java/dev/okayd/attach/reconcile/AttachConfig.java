package dev.okayd.attach.reconcile;

import dev.okayd.setting.CountRange;
import dev.okayd.setting.DurationRange;
import dev.okayd.setting.LongerThan;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How long okayd waits for agents and drivers, and how often it tries. The policy of a guest spec
 * or of a device overrides {@code answer-timeout}, {@code bind-timeout} and {@code max-attempts}.
 */
@ConfigMapping(prefix = "okayd.attach")
public interface AttachConfig {

  /**
   * How long an agent has to report on a command. The agent itself takes up to 30 seconds for a
   * hung kernel and 10 for its hooks ({@code patience_seconds} and {@code quiesce_seconds}).
   */
  @WithDefault("45s")
  @DurationRange(least = "1s", most = "1d")
  Duration answerTimeout();

  /**
   * How long a driver has to bind after the overlay is applied. The attachment fails only if okayd
   * has also sent the command three times, or {@code max-attempts} times if that is fewer.
   */
  @WithDefault("20s")
  @DurationRange(least = "1s", most = "1d")
  Duration bindTimeout();

  /** How often okayd sends a command before the attachment has failed. */
  @WithDefault("5")
  @CountRange(most = 1_000_000)
  int maxAttempts();

  /** The wait before the second attempt. It doubles with each further attempt. */
  @WithDefault("1s")
  @DurationRange(least = "100ms", most = "1d")
  Duration firstRetry();

  /**
   * The longest wait between two attempts. okayd also waits this long before it retries a failed
   * attachment with the intent {@code attached}.
   */
  @WithDefault("30s")
  @DurationRange(least = "100ms", most = "1d")
  @LongerThan(value = "first-retry", orEqual = true)
  Duration longestRetry();

  /** How often okayd reconciles every guest, even without a change. */
  @WithDefault("30s")
  @DurationRange(least = "1s", most = "1d")
  Duration resync();

  /** How many guests okayd reconciles at the same time. */
  @WithDefault("2")
  @CountRange(most = 1000)
  int workers();
}
