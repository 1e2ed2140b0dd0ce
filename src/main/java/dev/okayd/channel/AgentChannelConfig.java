package dev.okayd.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How agents are waited for. */
@ConfigMapping(prefix = "okayd.agent")
public interface AgentChannelConfig {

  /** How long an agent is told to let its request for a command wait. */
  @WithDefault("25s")
  Duration commandWait();

  /** How long after its last sign of life an agent counts as reachable; longer than one wait. */
  @WithDefault("60s")
  Duration reachableFor();

  /**
   * For how long go holds, by the agent's clock from the moment at which it asked. A backend that
   * is lost meanwhile may still have its device enabled.
   */
  @WithDefault("2s")
  Duration goFor();
}
