package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HELLO, and to whom the agent says it again. */
class AgentHelloTest extends AgentKit {
  AgentHelloTest(Shell shell) {
    super(shell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chosen", "passthrough"})
  void saysHello(String placeOfDigest) {
    guest.hasPlanDigest(placeOfDigest, "ab".repeat(32));

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      Request hello = okayd.next("hello");

      assertThat(hello.json())
          .isEqualTo(
              Json.parse(
                  """
                  {"bootId": "%s", "planDigest": "%s", "kernel": "%s",
                   "overlayInterface": "okayd-module"}
                  """
                      .formatted(
                          FakeGuest.BOOT_ID, "ab".repeat(32), System.getProperty("os.version"))));
      assertThat(hello.authorization()).isEqualTo("Bearer " + FakeGuest.TOKEN);
      assertThat(okayd.next("commands").query())
          .isEqualTo("bootId=" + FakeGuest.BOOT_ID + "&wait=7");
      agent.logs("waiting for commands");
    }
  }

  @Test
  void saysHelloWhereNothingCanBeApplied() {
    guest.hasNoOverlays();

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      JsonNode hello = okayd.next("hello").json();

      assertThat(hello.get("overlayInterface").asText()).isEqualTo("none");
      assertThat(hello.has("planDigest")).isFalse();
      okayd.sends(Commands.apply("disk.1", DISK));
      assertThat(okayd.next("reports").json().get("result").asText()).isEqualTo("failed");
      agent.logs("load the module okayd_overlay");
    }
  }

  @Test
  void triesAgainUntilOkaydIsThere() throws IOException {
    int port = FakeOkayd.freePort();
    try (RunningAgent agent = guest.run("http://127.0.0.1:" + port)) {
      agent.logs("does not answer");
      try (FakeOkayd okayd = new FakeOkayd(port)) {
        okayd.answers("hello", 503);
        okayd.answers("hello", 503);

        okayd.next("hello");
        okayd.next("hello");
        okayd.next("hello");

        agent.logs("okayd answers 503");
        agent.logs("waiting for commands");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409})
  void saysHelloAgainSlowlyToAnOkaydThatDoesNotKnowThisBoot(int status) {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answers("commands", status);
      okayd.answers("commands", status);
      try (RunningAgent agent = guest.run(okayd)) {
        JsonNode first = okayd.next("hello").json();

        assertThat(okayd.next("hello").json()).isEqualTo(first);
        assertThat(okayd.next("hello").json()).isEqualTo(first);
        assertThat(guest.sleeps()).startsWith("15", "15");
        agent.logs("okayd answers " + status + ": ");
        agent.logs("waiting for commands");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 409})
  void saysWhatOnlyAPersonCanHelpWith(int status) {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answers("hello", status);
      try (RunningAgent agent = guest.run(okayd)) {
        agent.logs("okayd answers " + status + ": ");
      }
    }
  }
}
