package dev.okayd.channel;

import dev.okayd.setting.DurationRange;
import dev.okayd.setting.LongerThan;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How okayd waits for agents. */
@ConfigMapping(prefix = "okayd.agent")
public interface AgentChannelConfig {

  /**
   * How long the request of an agent for a command waits if there is none, in whole seconds. okayd
   * tells the agent in the answer to HELLO.
   */
  @WithDefault("25s")
  @DurationRange(least = "1s", most = "60s")
  Duration commandWait();

  /** How long an agent counts as reachable after its last message. */
  @WithDefault("60s")
  @DurationRange(least = "1s", most = "1d")
  @LongerThan("command-wait")
  Duration reachableFor();

  /**
   * How long the answer "go" is valid, by the clock of the agent, from the moment at which the
   * agent asked, in whole seconds. A backend that is lost in this time may still have its device
   * enabled.
   */
  @WithDefault("2s")
  @DurationRange(least = "1s", most = "1h")
  Duration goFor();
}
