package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.okayd.agent.guest.FakeGuest;
import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.Json;
import dev.okayd.agent.guest.Request;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HELLO, and its repetition. */
class AgentHelloTest extends AgentKit {
  private static final String NIC_JSON =
      """
      {"path": "%s", "proof": {"status": "okay", "platformDevice": "2000200.virtio"}}
      """
          .formatted(NIC);

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
                   "overlayInterface": "okayd-module", "applied": [], "session": 1,
                   "uptimeMillis": 100000}
                  """
                      .formatted(
                          FakeGuest.BOOT_ID, "ab".repeat(32), System.getProperty("os.version"))));
      assertThat(hello.authorization()).isEqualTo("Bearer " + FakeGuest.TOKEN);
      assertThat(okayd.next("commands").query())
          .isEqualTo("bootId=" + FakeGuest.BOOT_ID + "&wait=7&uptimeMillis=100000");
      agent.logs("waiting for commands");
    }
  }

  @Test
  void saysWhatIsAppliedWhoeverAppliedIt() {
    guest.hasNode(NIC, "disabled");
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(NIC), "by-hand");
    guest.hasAppliedOverlayOfAnotherKind("vendors-own");

    try (FakeOkayd okayd = new FakeOkayd()) {
      JsonNode before;
      try (RunningAgent agent = guest.run(okayd)) {
        before = okayd.next("hello").json();
        okayd.sends(Commands.apply("disk.1", DISK));
        okayd.next("reports");
        agent.kill();
      }
      try (RunningAgent agent = guest.run(okayd)) {
        JsonNode after = okayd.next("hello").json();

        assertThat(before.get("applied")).isEqualTo(Json.parse("[%s]".formatted(NIC_JSON)));
        assertThat(after.get("applied"))
            .isEqualTo(
                Json.parse(
                    """
                    [%s, {"path": "%s", "proof": %s}]
                    """
                        .formatted(NIC_JSON, DISK, DISK_PROOF_JSON)));
        agent.logs("waiting for commands");
      }
    }
  }

  /** The limit is lowered to few bytes, because 60000 bytes of overlays take this shell minutes. */
  @ParameterizedTest
  @CsvSource({"0, true", "1, false"})
  void omitsTheListOfAppliedOverlaysWhenItIsOverTheLimit(int excess, boolean isListed) {
    guest.hasNode(NIC, "disabled");
    guest.hasInstalledAgent("systemd");
    guest.agent("apply", guest.overlayFile(NIC), "by-hand");
    String list = "[%s]".formatted(Json.parse(NIC_JSON));
    guest.replaceInAgent(
        "hello.sh", "most_applied=60000", "most_applied=" + (list.length() - excess));

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      JsonNode hello = okayd.next("hello").json();

      assertThat(hello.has("applied")).isEqualTo(isListed);
      agent.logs("waiting for commands");
    }
  }

  @Test
  void makesHelloAnewAtEachTry() {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answers("hello", 503);
      okayd.meanwhile("hello", () -> guest.agent("apply", guest.overlayFile(NIC), "by-hand"));
      guest.hasNode(NIC, "disabled");
      try (RunningAgent agent = guest.run(okayd)) {
        JsonNode first = okayd.next("hello").json();
        JsonNode second = okayd.next("hello").json();

        assertThat(first.get("applied")).isEmpty();
        assertThat(second.get("applied")).isEqualTo(Json.parse("[%s]".formatted(NIC_JSON)));
        assertThat(second.get("uptimeMillis").asInt())
            .isGreaterThan(first.get("uptimeMillis").asInt());
        agent.logs("waiting for commands");
      }
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
        JsonNode second = okayd.next("hello").json();
        JsonNode third = okayd.next("hello").json();

        assertThat(Json.timeless(second)).isEqualTo(Json.timeless(first));
        assertThat(Json.timeless(third)).isEqualTo(Json.timeless(first));
        assertThat(List.of(first, second, third))
            .extracting(hello -> hello.get("uptimeMillis").asInt())
            .containsExactly(100_000, 115_000, 130_000);
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
