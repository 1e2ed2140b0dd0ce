package dev.okayd.replica;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Heartbeats of replicas. */
@ConfigMapping(prefix = "okayd.replica")
public interface ReplicaConfig {

  /** How often a replica records a heartbeat. */
  @WithDefault("2s")
  Duration heartbeat();

  /** How long after its last heartbeat a replica counts as dead; longer than two heartbeats. */
  @WithDefault("6s")
  Duration deadAfter();
}
