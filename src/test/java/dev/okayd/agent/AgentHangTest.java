package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.Json;
import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.Patience;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import dev.okayd.agent.guest.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that hang unkillably in the kernel. */
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
      assertThat(again.get("message").asText())
          .startsWith("an earlier operation on this device has not ended");
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

  @Test
  void anAgentThatStartsAgainDoesNotBeginWhatHangsStill() {
    hasTwoDevices(MODULE);

    try (FakeOkayd okayd = new FakeOkayd()) {
      try (RunningAgent agent = guest.run(okayd)) {
        report(okayd, Commands.apply("disk.1", DISK));
        guest.kernelHangs();
        report(okayd, Commands.remove("disk.2", DISK));
        agent.kill();
        endsTheFirstOf(hung(DISK)); // as systemd does, but what hangs in the kernel it cannot
      }
      try (RunningAgent agent = guest.run(okayd)) {
        JsonNode again = report(okayd, Commands.remove("disk.2", DISK));

        assertThat(again.get("result").asText()).isEqualTo("failed");
        assertThat(again.get("message").asText())
            .startsWith("an earlier operation on this device has not ended");
        agent.logs("disk.2: remove");
      }
    }
  }

  @Test
  void whatHangsKeepsNoChannelsDevice() {
    hasTwoDevices(MODULE);
    guest.hasConfig(
        "channels=stream", "device=/dev/ttyS0", "patience_seconds=1", "quiesce_seconds=1");
    guest.kernelHangs();

    try (Terminal terminal = new Terminal();
        FakeOkayd okayd = new FakeOkayd()) {
      guest.hasSerialPort(terminal.device());
      okayd.serves(terminal);
      try (RunningAgent agent = guest.run()) {
        JsonNode hung = report(okayd, Commands.apply("disk.1", DISK));

        assertThat(hung.get("result").asText()).isEqualTo("failed");
        assertThat(hung(DISK))
            .isNotEmpty()
            .allSatisfy(
                process ->
                    assertThat(openFiles(process))
                        .isNotEmpty()
                        .doesNotContain(terminal.device())
                        .noneMatch(file -> file.endsWith("stream")));
        agent.logs("disk.1: apply");
      }
    }
  }

  /** The processes that hang in the kernel, or wait for such a process. */
  private List<Long> hung(String path) {
    return guest.lines("run/okayd-agent-hung/" + path.replace('/', ':')).stream()
        .map(identity -> Long.valueOf(identity.split("\\.", 2)[0]))
        .toList();
  }

  private static void endsTheFirstOf(List<Long> processes) {
    ProcessHandle first = ProcessHandle.of(processes.get(0)).orElseThrow();
    first.destroyForcibly();
    Patience.untilItEnds(first);
  }

  private static List<Path> openFiles(long process) {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
      List<Path> open = new ArrayList<>();
      for (Path file : files.toList()) {
        open.add(Files.readSymbolicLink(file));
      }
      return open;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anOverlayThatCannotBeLookedAtHidesNoOther() {
    hasTwoDevices(MODULE);
    guest.agent("apply", guest.overlayFile(NIC), "nic");
    guest.hasHungOverlay("lost");
    guest.hasAppliedOverlay("other", "/virtio_mmio@a003c00");

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      JsonNode applied = okayd.next("hello").json().get("applied");

      assertThat(applied.findValuesAsText("path")).containsExactly(NIC, "/virtio_mmio@a003c00");
      agent.logs("reading the overlay lost has not ended after 1 s; skipping it");
      agent.logs("waiting for commands");
    }
  }

  @Test
  void aPersonSeesTheOverlaysThatDoNotHangAndNothingStaysBehind() {
    hasTwoDevices(MODULE);
    guest.agent("apply", guest.overlayFile(NIC), "nic");
    guest.hasHungOverlay("lost");

    Output output = guest.agent("status");

    assertThat(output.lines()).last().asString().startsWith("nic: " + NIC);
    assertThat(output.log()).contains("reading the overlay lost has not ended");
    Awaitility.await().untilAsserted(() -> assertThat(guest.processes()).isEmpty());
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
