package dev.okayd.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.okayd.agent.guest.FakeGuest;
import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.Json;
import dev.okayd.agent.guest.Patience;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import dev.okayd.agent.guest.Terminal;
import dev.okayd.channel.stream.StreamEnd;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The agent over a serial port, with okayd's own end of a stream. */
class AgentStreamTest extends AgentKit {
  private static final String[] CONFIG = {"channels=stream", "device=/dev/ttyS0"};

  AgentStreamTest(Shell shell) {
    super(shell);
  }

  private void isConnectedBy(Terminal terminal) {
    guest.hasSerialPort(terminal.device());
    guest.hasConfig(CONFIG);
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
  }

  @Test
  void enablesADeviceOverASerialPort() {
    try (Terminal terminal = new Terminal();
        FakeOkayd okayd = new FakeOkayd()) {
      isConnectedBy(terminal);
      okayd.serves(terminal);
      try (RunningAgent agent = guest.run()) {
        JsonNode hello = okayd.next("hello").json();
        agent.logs("okayd on /dev/ttyS0 knows this boot; waiting for commands");
        okayd.sends(Commands.apply("disk.1", DISK));

        JsonNode report = okayd.next("reports").json();

        assertThat(hello.get("bootId").asText()).isEqualTo(FakeGuest.BOOT_ID);
        assertThat(hello.get("session").asInt()).isEqualTo(1);
        assertThat(report.get("result").asText()).isEqualTo("applied");
        assertThat(report.get("proof")).isEqualTo(Json.parse(DISK_PROOF_JSON));
        assertThat(okayd.kinds()).containsSequence("commands", "go", "reports");
      }
    }
    assertThat(guest.filesInRun()).isEmpty();
  }

  @Test
  void getsThroughALineThatLosesAndOnWhichOthersSpeak() {
    Random random = new Random(3);
    try (Terminal terminal = new Terminal();
        FakeOkayd okayd = new FakeOkayd()) {
      isConnectedBy(terminal);
      StreamEnd end = okayd.serves(terminal);
      end.damages(
          line ->
              switch (random.nextInt(20)) {
                case 0 -> line.substring(random.nextInt(line.length()));
                case 1 -> line.replaceFirst(" ", " [    1.0] usb: new device\r\n");
                case 2 -> "login: " + line + "\r";
                default -> line;
              });
      terminal.says("U-Boot 2023.01\r\n@okayd1 ");
      okayd.sends(Commands.apply("disk.1", DISK));
      try (RunningAgent agent = guest.run()) {
        JsonNode report = okayd.next("reports").json();

        assertThat(report.get("proof")).isEqualTo(Json.parse(DISK_PROOF_JSON));
        assertThat(report.get("commandId").asText()).isEqualTo("disk.1");
        assertThat(guest.overlays()).containsExactly("okayd-disk");
        agent.logs("disk.1: apply");
      }
    }
  }

  @Test
  void isNotEndedByAListOfMissingPartsThatIsNone() throws IOException {
    try (Terminal terminal = new Terminal();
        FakeOkayd okayd = new FakeOkayd()) {
      isConnectedBy(terminal);
      try (RunningAgent agent = guest.run()) {
        String line = terminal.nextLine();
        String[] words = line.substring(line.indexOf("@okayd1")).split(" ", -1);
        String missing = "@okayd1 m %s %s 08".formatted(words[2], words[3]);
        terminal.says(missing + " " + Commands.sha256(missing.getBytes(US_ASCII)).substring(0, 8));
        terminal.says("\n");
        okayd.serves(terminal);

        agent.logs("okayd on /dev/ttyS0 knows this boot");
      }
    }
  }

  @Test
  void tellsAnOkaydThatHasStartedAnewWhatItAskedTheOneBefore() {
    try (Terminal terminal = new Terminal();
        FakeOkayd okayd = new FakeOkayd()) {
      isConnectedBy(terminal);
      StreamEnd end = okayd.serves(terminal);
      try (RunningAgent agent = guest.run()) {
        agent.logs("waiting for commands");
        okayd.next("commands");
        end.restart();

        assertThat(okayd.next("commands").query()).startsWith("bootId=" + FakeGuest.BOOT_ID);
        okayd.sends(Commands.apply("disk.1", DISK));
        assertThat(okayd.next("reports").json().get("result").asText()).isEqualTo("applied");
      }
    }
  }

  @Test
  void endsWhatAnAgentThatWasKilledReadsTheLineWith() {
    try (Terminal terminal = new Terminal();
        FakeOkayd okayd = new FakeOkayd()) {
      isConnectedBy(terminal);
      okayd.serves(terminal);
      RunningAgent killed = guest.run();
      killed.logs("waiting for commands");
      List<ProcessHandle> helpers = killed.helpers();
      killed.kill();

      try (RunningAgent agent = guest.run()) {
        agent.logs("waiting for commands");

        assertThat(helpers).isNotEmpty().allSatisfy(Patience::untilItEnds);
      }
    }
  }

  @Test
  void takesARefusalForWhatItIs() {
    try (Terminal terminal = new Terminal();
        FakeOkayd okayd = new FakeOkayd()) {
      isConnectedBy(terminal);
      okayd.serves(terminal);
      okayd.answers("session", 403);
      try (RunningAgent agent = guest.run()) {
        agent.logs("okayd answers 403: the channels in this guest's spec lack stream");
      }
    }
  }

  @Test
  void tellsOkaydOfManyOverlaysInManyLines() {
    for (int i = 0; i < 50; i++) {
      guest.hasAppliedOverlay("number" + i, "/virtio@" + i);
    }
    try (Terminal terminal = new Terminal();
        FakeOkayd okayd = new FakeOkayd()) {
      isConnectedBy(terminal);
      okayd.serves(terminal);
      try (RunningAgent agent = guest.run()) {
        assertThat(okayd.next("hello").json().get("applied")).hasSize(50);
        agent.logs("waiting for commands");
      }
    }
  }

  @Test
  void waitsForADeviceThatIsNotThereYet() {
    try (Terminal terminal = new Terminal();
        FakeOkayd okayd = new FakeOkayd()) {
      guest.hasConfig(CONFIG);
      try (RunningAgent agent = guest.run()) {
        agent.logs("okayd on /dev/ttyS0 does not answer");
        guest.hasSerialPort(terminal.device());
        okayd.serves(terminal);

        agent.logs("okayd on /dev/ttyS0 knows this boot");
      }
    }
  }
}
