package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.FakeGuest;
import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import dev.okayd.agent.guest.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent's choice of its channel. */
class AgentChannelsTest extends AgentKit {
  AgentChannelsTest(Shell shell) {
    super(shell);
  }

  private void hasChannels(String channels, String url) {
    guest.hasConfig(
        "channels=" + channels,
        "device=/dev/ttyS0",
        "url=" + url,
        "guest=domu1",
        "token=" + FakeGuest.TOKEN);
  }

  @Test
  void takesTheNextOneWhenThePreferredOneLeadsNowhere() {
    try (FakeOkayd okayd = new FakeOkayd()) {
      hasChannels("stream http", okayd.url());
      try (RunningAgent agent = guest.run()) {
        agent.logs("okayd on /dev/ttyS0 does not answer");
        agent.logs("okayd at " + okayd.url() + " knows this boot");

        assertThat(okayd.next("hello").json().get("bootId").asText()).isEqualTo(FakeGuest.BOOT_ID);
        assertThat(guest.sleeps()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" stream  http ", "stream\thttp"})
  void takesAnyBlanksBetweenThem(String channels) {
    try (FakeOkayd okayd = new FakeOkayd()) {
      hasChannels(channels, okayd.url());
      try (RunningAgent agent = guest.run()) {
        agent.logs("okayd on /dev/ttyS0 does not answer");
        agent.logs("okayd at " + okayd.url() + " knows this boot");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void takesTheNextOneWhenThePreferredOneIsNotForThisAgent(int status) {
    try (Terminal terminal = new Terminal();
        FakeOkayd okayd = new FakeOkayd()) {
      guest.hasSerialPort(terminal.device());
      okayd.answers("session", status);
      if (status == 404) {
        okayd.answers("hello", status); // one without sessions answers 404 too
      }
      okayd.serves(terminal);
      hasChannels("http stream", okayd.url());
      try (RunningAgent agent = guest.run()) {
        agent.logs("okayd answers " + status);
        agent.logs("okayd on /dev/ttyS0 knows this boot");
      }
    }
  }

  @Test
  void staysWithOneThatAnswersThatThereIsNoSuchPlan() {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answers("hello", 409);
      hasChannels("http stream", okayd.url());
      try (RunningAgent agent = guest.run()) {
        agent.logs("okayd answers 409");
        agent.logs("okayd at " + okayd.url() + " knows this boot");

        assertThat(guest.sleeps()).startsWith("15");
      }
    }
  }

  @Test
  void looksForAnotherOneAfterAMinuteWithoutAnAnswer() {
    FakeOkayd okayd = new FakeOkayd();
    hasChannels("http stream", okayd.url());
    try (RunningAgent agent = guest.run()) {
      okayd.next("commands");

      okayd.close();

      agent.logs("okayd at " + okayd.url() + " does not answer; trying again");
      agent.logs("okayd on /dev/ttyS0 does not answer; trying again");
      assertThat(guest.sleeps()).startsWith("1", "2", "4", "8", "15", "15", "15");
    } finally {
      okayd.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "carrier-pigeon", "http carrier-pigeon"})
  void saysThatThereIsNoSuchChannel(String channels) {
    hasChannels(channels, "http://127.0.0.1:1");

    Output output = guest.agent("run");

    assertThat(output.exitStatus()).isEqualTo(2);
    assertThat(output.log()).contains("agent.conf: channels ");
  }

  @Test
  void saysThatTheDeviceIsMissing() {
    guest.hasConfig("channels=stream");

    Output output = guest.agent("run");

    assertThat(output.exitStatus()).isEqualTo(2);
    assertThat(output.log()).contains("agent.conf: device is missing");
  }
}
