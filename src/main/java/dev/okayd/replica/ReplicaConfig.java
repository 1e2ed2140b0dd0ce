package dev.okayd.replica;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How replicas know of each other. */
@ConfigMapping(prefix = "okayd.replica")
public interface ReplicaConfig {

  /** How often a replica says that it lives. */
  @WithDefault("2s")
  Duration heartbeat();

  /** For how long a replica is believed to live after that; longer than two heartbeats. */
  @WithDefault("6s")
  Duration deadAfter();
}
