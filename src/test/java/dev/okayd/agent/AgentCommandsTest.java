package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.okayd.agent.guest.FakeGuest;
import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.Json;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of okayd, and the reports on them. */
class AgentCommandsTest extends AgentKit {
  AgentCommandsTest(Shell shell) {
    super(shell);
  }

  @Test
  void carriesOutCommandsAndProvesThemAgainWhenTheyComeAgain() {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(Commands.apply("disk.1", DISK));
      JsonNode applied = Json.timeless(okayd.next("reports").json());
      okayd.sends(Commands.apply("disk.1", DISK));
      JsonNode again = Json.timeless(okayd.next("reports").json());
      okayd.sends(Commands.remove("disk.2", DISK));
      JsonNode removed = Json.timeless(okayd.next("reports").json());
      okayd.sends(Commands.remove("disk.2", DISK));
      JsonNode removedAgain = Json.timeless(okayd.next("reports").json());

      assertThat(applied)
          .isEqualTo(
              Json.parse(
                  """
                  {"bootId": "%s", "commandId": "disk.1", "result": "applied", "micros": 1234,
                   "proof": %s}
                  """
                      .formatted(FakeGuest.BOOT_ID, DISK_PROOF_JSON)));
      assertThat(again).isEqualTo(applied);
      assertThat(removed)
          .isEqualTo(
              Json.parse(
                  """
                  {"bootId": "%s", "commandId": "disk.2", "result": "removed",
                   "proof": {"status": "disabled"}}
                  """
                      .formatted(FakeGuest.BOOT_ID)));
      assertThat(removedAgain).isEqualTo(removed);
      agent.logs("disk.2: remove " + DISK + ": result removed");
    }
  }

  @Test
  void anAgentThatStartsAgainProvesWhatTheOneBeforeItApplied() {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");

    try (FakeOkayd okayd = new FakeOkayd()) {
      JsonNode before;
      try (RunningAgent agent = guest.run(okayd)) {
        okayd.sends(Commands.apply("disk.1", DISK));
        before = Json.timeless(okayd.next("reports").json());
        agent.kill();
      }
      try (RunningAgent agent = guest.run(okayd)) {
        okayd.sends(Commands.apply("disk.1", DISK));

        assertThat(Json.timeless(okayd.next("reports").json())).isEqualTo(before);
        agent.logs("result applied");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {MODULE, VENDOR})
  void takesOverWhatAPersonHasAppliedUnderAnotherName(String overlayInterface) {
    guest.hasOverlays(overlayInterface);
    guest.hasNode(NIC, "disabled");
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(NIC), "a-nic");
    guest.agent("apply", guest.overlayFile(DISK), "by-hand");

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(Commands.apply("disk.1", DISK));
      JsonNode applied = okayd.next("reports").json();
      List<String> overlays = guest.overlays();
      okayd.sends(Commands.remove("disk.2", DISK));
      JsonNode removed = okayd.next("reports").json();

      assertThat(applied.get("result").asText()).isEqualTo("applied");
      assertThat(applied.get("proof")).isEqualTo(Json.parse(DISK_PROOF_JSON));
      assertThat(overlays).containsExactly("a-nic", "by-hand");
      assertThat(removed.get("result").asText()).isEqualTo("removed");
      assertThat(guest.overlays()).containsExactly("a-nic");
      agent.logs("disk.2: remove " + DISK + ": result removed");
    }
  }

  @Test
  void refusesWhatOkaydMustNotSend() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      String command = Commands.apply("disk.1", DISK);
      okayd.sends(command.replaceFirst("\"sha256\":\"[0-9a-f]{4}", "\"sha256\":\"0000"));
      JsonNode wrongDigest = Json.timeless(okayd.next("reports").json());
      okayd.sends(command.replace("\"path\":\"" + DISK, "\"path\":\"/virtio_mmio@a003c00"));
      JsonNode otherPath = okayd.next("reports").json();
      okayd.sends(Commands.apply("disk.3", "/uart@9000000"));
      JsonNode notAllowed = okayd.next("reports").json();
      okayd.sends(Commands.remove("disk.4", "/../../etc"));
      JsonNode outside = okayd.next("reports").json();

      assertThat(wrongDigest)
          .isEqualTo(
              Json.parse(
                  """
                  {"bootId": "%s", "commandId": "disk.1", "result": "refused",
                   "message": "the overlay's sha256 differs from the one in the command",
                   "proof": {}}
                  """
                      .formatted(FakeGuest.BOOT_ID)));
      assertThat(List.of(otherPath, notAllowed, outside))
          .extracting(report -> report.get("result").asText())
          .containsOnly("refused");
      assertThat(guest.overlays()).isEmpty();
      agent.logs("allow-list");
    }
  }

  @Test
  void ignoresACommandForAPathThatNoNodeHas() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(Commands.remove("disk.1", "/" + "x".repeat(255)));

      agent.logs("ignoring an invalid command");
      assertThat(okayd.kinds()).doesNotContain("go", "reports");
    }
  }

  @Test
  void repeatsAReportUntilOkaydTakesIt() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.answers("reports", 503);
      okayd.answers("reports", 503);
      okayd.sends(Commands.remove("disk.1", DISK));

      JsonNode first = okayd.next("reports").json();
      JsonNode second = okayd.next("reports").json();
      JsonNode third = okayd.next("reports").json();

      assertThat(first.get("uptimeMillis").asInt()).isGreaterThanOrEqualTo(100_000);
      assertThat(List.of(second, third)).containsOnly(first);
      assertThat(guest.sleeps()).containsSubsequence("1", "2");
      agent.logs("okayd answers 503");
      agent.logs("waiting for commands");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409})
  void dropsAReportThatOkaydDoesNotWantAndDoesAsItIsToldThen(int status) {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.answers("reports", status);
      okayd.sends(Commands.remove("disk.1", DISK));
      okayd.next("reports");

      agent.logs("disk.1: report dropped, okayd answers " + status);
      assertThat(okayd.next("reports").json().get("commandId").asText()).isEqualTo("disk.1");
    }
  }
}
