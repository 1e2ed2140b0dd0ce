package dev.okayd.channel;

import dev.okayd.setting.DurationRange;
import dev.okayd.setting.LongerThan;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Timeouts of agents. */
@ConfigMapping(prefix = "okayd.agent")
public interface AgentChannelConfig {

  /** How long an agent shall let its request for a command wait. */
  @WithDefault("25s")
  @DurationRange(least = "1s", most = "60s")
  Duration commandWait();

  /** How long after its last message an agent counts as reachable; longer than one wait. */
  @WithDefault("60s")
  @DurationRange(least = "1s", most = "1d")
  @LongerThan("command-wait")
  Duration reachableFor();

  /**
   * How long a go is valid, by the agent's clock from the time of its request. If the backend is
   * lost meanwhile, the agent may still enable the device.
   */
  @WithDefault("2s")
  @DurationRange(least = "1s", most = "1h")
  Duration goFor();
}
