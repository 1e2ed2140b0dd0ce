package dev.okayd.replica;

import dev.okayd.setting.DurationRange;
import dev.okayd.setting.LongerThan;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How replicas detect that another one has ended. */
@ConfigMapping(prefix = "okayd.replica")
public interface ReplicaConfig {

  /** How often a replica records that it lives. */
  @WithDefault("2s")
  @DurationRange(least = "100ms", most = "1h")
  Duration heartbeat();

  /**
   * How long after its last heartbeat a replica counts as dead. Other replicas then act for its
   * guests.
   */
  @WithDefault("6s")
  @DurationRange(least = "100ms", most = "1d")
  @LongerThan(value = "heartbeat", times = 2)
  Duration deadAfter();
}
