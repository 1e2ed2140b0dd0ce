package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hangs in the kernel, where nothing can end it. */
class AgentHangTest extends AgentKit {
  AgentHangTest(Shell shell) {
    super(shell);
  }

  @ParameterizedTest
  @ValueSource(strings = {MODULE, VENDOR, DTBOCFG})
  void aRemovalThatHangsIsReportedAndNotBegunAgainAndOtherDevicesGoOn(String overlayInterface) {
    hasTwoDevices(overlayInterface);

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(Commands.apply("disk.1", DISK));
      okayd.next("reports");
      guest.kernelHangs();
      JsonNode hung = report(okayd, Commands.remove("disk.2", DISK));
      JsonNode again = report(okayd, Commands.remove("disk.2", DISK));
      JsonNode other = report(okayd, lan(Commands.apply("lan.1", NIC)));

      assertThat(hung.get("result").asText()).isEqualTo("failed");
      assertThat(hung.get("message").asText()).startsWith("the remove has not ended after 2 s");
      assertThat(hung.get("proof")).isEqualTo(Json.parse(DISK_PROOF_JSON));
      assertThat(again.get("result").asText()).isEqualTo("failed");
      assertThat(again.get("message").asText()).contains("before this one has not ended");
      assertThat(other.get("result").asText()).isEqualTo("applied");
      agent.logs("lan.1: apply");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {MODULE, VENDOR})
  void anApplyThatHangsIsReportedAndOtherDevicesGoOn(String overlayInterface) {
    hasTwoDevices(overlayInterface);
    guest.kernelHangs();

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      JsonNode hung = report(okayd, Commands.apply("disk.1", DISK));
      JsonNode other = report(okayd, lan(Commands.apply("lan.1", NIC)));

      assertThat(hung.get("result").asText()).isEqualTo("failed");
      assertThat(hung.get("message").asText()).startsWith("the apply has not ended after 1 s");
      assertThat(other.get("result").asText()).isEqualTo("applied");
      agent.logs("lan.1: apply");
    }
  }

  private void hasTwoDevices(String overlayInterface) {
    guest.hasOverlays(overlayInterface);
    guest.hasNode(NIC, "disabled");
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.hasDevice(NIC, "0x0001", "virtio_net");
    guest.hasSettings("patience_seconds=1", "quiesce_seconds=1");
  }

  private static JsonNode report(FakeOkayd okayd, String command) {
    okayd.sends(command);
    return okayd.next("reports").json();
  }

  private static String lan(String command) {
    return command.replace("\"device\":\"disk\"", "\"device\":\"lan\"");
  }
}
