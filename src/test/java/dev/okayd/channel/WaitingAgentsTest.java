package dev.okayd.channel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingAgentsTest {
  private record Config(Duration commandWait, Duration reachableFor, Duration goFor)
      implements AgentChannelConfig {}

  private static WaitingAgents configured(Duration wait, Duration reachable, Duration go) {
    return new WaitingAgents(new Config(wait, reachable, go));
  }

  @ParameterizedTest
  @CsvSource({
    "PT61S, PT99S, PT2S, okayd.agent.command-wait",
    "PT0.9S, PT99S, PT2S, okayd.agent.command-wait",
    "PT25S, PT25S, PT2S, okayd.agent.reachable-for",
    "PT25S, PT60S, PT0.9S, okayd.agent.go-for"
  })
  void refusesTimesWithWhichNoAgentCouldWork(
      Duration wait, Duration reachable, Duration go, String property) {
    assertThatThrownBy(() -> configured(wait, reachable, go))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(property);
  }

  @Test
  void takesTheShortestTimes() {
    WaitingAgents unused =
        configured(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1));
  }
}
