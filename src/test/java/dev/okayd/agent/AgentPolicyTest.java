package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.Json;
import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nodes that the agent refuses, from okayd and from persons. */
class AgentPolicyTest extends AgentKit {
  AgentPolicyTest(Shell shell) {
    super(shell);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/uart@9000000", "/virtio@1/virtio@2", "/other/virtio@1", "/soc/virtio@1"})
  void refusesNodesThatTheAllowListDoesNotHave(String path) {
    guest.hasNode(path, "disabled");

    Output output = guest.agent("apply", guest.overlayFile(path));

    assertThat(output.outcome())
        .containsExactly(
            "result: refused",
            "message: the allow-list of this guest does not have " + path,
            "status: disabled");
    assertThat(output.exitStatus()).isEqualTo(1);
  }

  @Test
  void theOwnersAllowListReplacesTheUsualOne() {
    guest.hasConfig("allow=/virtio_mmio@a00[02]*", "allow=/bus/*@1");
    guest.hasNode("/virtio_mmio@a002000", "disabled");
    guest.hasNode("/bus/virtio@1", "disabled");
    guest.hasDevice("/virtio_mmio@a002000", "0x0002", "virtio_blk");
    guest.hasDevice("/bus/virtio@1", "0x0002", "virtio_blk");

    assertThat(apply("/virtio_mmio@a002000")).contains("result: applied");
    assertThat(apply("/bus/virtio@1")).contains("result: applied");
    assertThat(apply(DISK)).contains("result: refused");
  }

  @Test
  void theAllowListHasAFileOfItsOwn() {
    guest.hasConfig("allow=/uart@*");
    guest.hasAllowList("# all disks", "", "  /virtio_mmio@a00[02]*", "/virtio_mmio@b* max=160");
    guest.hasNode("/virtio_mmio@a002000", "disabled");
    guest.hasNode("/virtio_mmio@b000000", "disabled");

    assertThat(apply("/virtio_mmio@a002000")).contains("result: applied");
    assertThat(apply(DISK)).contains("result: refused");
    assertThat(apply("/virtio_mmio@b000000"))
        .contains(
            "result: refused",
            "message: the overlay is larger than the 160 bytes that the allow-list permits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dangling", "directory"})
  void doesNotStartWithAnAllowListThatCannotBeRead(String kind) throws IOException {
    if (kind.equals("directory")) {
      guest.directory("etc/okayd/allow");
    } else {
      Files.createSymbolicLink(guest.root().resolve("etc/okayd/allow"), Path.of("nowhere"));
    }

    Output output = guest.agent("apply", guest.overlayFile(DISK));

    assertThat(output.exitStatus()).isEqualTo(2);
    assertThat(output.log()).contains("/etc/okayd/allow; the default would allow much more");
    assertThat(guest.overlays()).isEmpty();
  }

  @Test
  void anEmptyAllowListAllowsNothing() {
    guest.hasAllowList("# nothing");

    assertThat(apply(DISK)).contains("result: refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iommus", "rebind", "keep", "max=BYTES"})
  void theExampleOfAnAllowListExplainsEachWord(String word) throws IOException {
    assertThat(Files.readString(Path.of("src/main/guest/agent/allow.example")))
        .contains("\n#   " + word + " ");
  }

  @Test
  void keepsWhatTheOwnerWantsToKeep() {
    guest.hasAllowList(DISK + " keep", "/virtio_mmio@*");
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(DISK), "disk");

    Output output = guest.agent("remove", "disk");

    assertThat(output.outcome())
        .startsWith(
            "result: refused",
            "message: the allow-list of this guest does not permit the removal of " + DISK)
        .endsWith(DISK_PROOF);
    assertThat(guest.overlays()).containsExactly("disk");
  }

  @Test
  void okaydTakesAwayNothingThatTheAllowListDoesNotHaveButAPersonMay() {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(DISK), "okayd-disk");
    guest.hasAllowList("/virtio_mmio@b*");

    JsonNode report = removed(DISK);
    List<String> overlays = guest.overlays();
    Output byHand = guest.agent("remove", "okayd-disk");

    assertThat(report.get("result").asText()).isEqualTo("refused");
    assertThat(report.get("message").asText())
        .isEqualTo("the allow-list of this guest does not have " + DISK);
    assertThat(report.get("proof")).isEqualTo(Json.parse(DISK_PROOF_JSON));
    assertThat(overlays).containsExactly("okayd-disk");
    assertThat(byHand.outcome()).startsWith("result: removed");
  }

  @Test
  void okaydTakesAwayNoOverlayOfAnotherKindOfNode() {
    guest.hasSettings("allow=/*");
    guest.hasNode("/uart@9000000", "okay", "arm,pl011");
    guest.hasAppliedOverlay("vendors-own", "/uart@9000000");

    JsonNode report = removed("/uart@9000000");

    assertThat(report.get("message").asText()).isEqualTo("not a virtio,mmio node: /uart@9000000");
    assertThat(guest.overlays()).containsExactly("vendors-own");
  }

  /** The report on a remove command. */
  private JsonNode removed(String path) {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(Commands.remove("disk.1", path));
      JsonNode report = okayd.next("reports").json();
      agent.logs("disk.1: remove " + path);
      return report;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtio@1", "/virtio@* iommu", "/virtio@* max=", "/virtio@* max=1e3"})
  void doesNotStartWithAnAllowListThatItDoesNotUnderstand(String rule) {
    guest.hasAllowList(rule);

    Output output = guest.agent("status");

    assertThat(output.exitStatus()).isEqualTo(2);
    assertThat(output.log()).contains("allow-list: ");
  }

  @Test
  void refusesNodesThatAreNoGatedVirtioMmioNodes() {
    guest.hasConfig("allow=/*", "allow=/*/*", "allow=/*/*/*");
    guest.hasNode("/uart@9000000", "disabled", "arm,pl011");
    guest.hasNode("/virtio@1", "okay");
    guest.hasNode("/virtio@2", "reserved");

    assertThat(apply("/uart@9000000"))
        .contains("message: not a virtio,mmio node: /uart@9000000", "result: refused");
    assertThat(apply("/virtio@1"))
        .contains("message: the status of /virtio@1 is okay, not disabled", "result: refused");
    assertThat(apply("/virtio@2"))
        .contains("message: the status of /virtio@2 is reserved, not disabled");
    assertThat(apply("/virtio@3")).contains("message: this guest's tree has no node /virtio@3");
    assertThat(apply("/nothing/.." + DISK))
        .containsExactly("result: refused", "message: not the path of a node: /nothing/.." + DISK);
  }
}
