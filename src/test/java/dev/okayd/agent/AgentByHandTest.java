package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.FakeGuest;
import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.Shell;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands by hand, and their errors. */
class AgentByHandTest extends AgentKit {
  AgentByHandTest(Shell shell) {
    super(shell);
  }

  @Test
  void showsWhatIsApplied() {
    guest.hasPlanDigest("chosen", "ab12");
    guest.hasNode(NIC, "disabled");
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.hasDevice(NIC, "0x0001", "virtio_net");
    guest.agent("apply", guest.overlayFile(DISK), "disk");
    guest.agent("apply", guest.overlayFile(NIC), "nic");

    Output output = guest.agent("status");

    assertThat(output.lines())
        .containsExactly(
            "interface: okayd-module",
            "plan: ab12",
            "disk: /virtio_mmio@a003e00: status okay; platformDevice a003e00.virtio_mmio;"
                + " driver virtio-mmio; virtioDevice virtio0; virtioId 2; virtioDriver virtio_blk; virtioStatus 15",
            "nic: /passthrough/virtio@2000200: status okay; platformDevice 2000200.virtio;"
                + " driver virtio-mmio; virtioDevice virtio1; virtioId 1; virtioDriver virtio_net; virtioStatus 15");
    assertThat(output.exitStatus()).isZero();
  }

  @Test
  void printsAllThatOkaydWantsToKnowWhenItIsHandedIn() {
    guest.hasPlanDigest("chosen", "ab12");
    guest.hasDevice(DISK, "0x0002", "virtio_blk");

    List<String> applied = guest.agent("apply", guest.overlayFile(DISK), "disk").lines();
    List<String> removed = guest.agent("remove", "disk").lines();

    assertThat(applied).startsWith("result: applied", "micros: 1234").contains(DISK_PROOF);
    assertThat(removed).startsWith("result: removed", "status: disabled");
    assertThat(List.of(applied, removed))
        .allSatisfy(
            lines ->
                assertThat(lines)
                    .endsWith(
                        "uptimeMillis: 100000",
                        "bootId: " + FakeGuest.BOOT_ID,
                        "planDigest: ab12",
                        "kernel: " + System.getProperty("os.version"),
                        "overlayInterface: okayd-module"));
  }

  @ParameterizedTest
  @CsvSource({"0.08, 80", "0.00, 0", "8.09, 8090", "100.0, 100000", "4000000.99, 4000000990"})
  void readsTheUptimeOfTheKernel(String uptime, String millis) {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.write("proc/uptime", uptime + " 0.00\n");

    Output output = guest.agent("apply", guest.overlayFile(DISK));

    assertThat(output.lines()).contains("uptimeMillis: " + millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "serve", "apply", "remove", "status now", "apply /nowhere", "run"})
  void saysWhatIsWrongWithItsUseOrConfiguration(String arguments) {
    Output output = guest.agent(arguments.split(" ", -1));

    assertThat(output.exitStatus()).isEqualTo(2);
    assertThat(output.lines()).isEmpty();
    assertThat(output.log()).isNotEmpty();
  }

  @Test
  void neverRunsWhatIsInTheConfiguration() {
    guest.hasConfig(
        "url=http://127.0.0.1:1/$(touch %s/run/url)".formatted(guest.root()),
        "guest=`touch %s/run/guest`".formatted(guest.root()),
        "touch %s/run/line".formatted(guest.root()));

    Output output = guest.agent("run");

    assertThat(output.exitStatus()).isEqualTo(2);
    assertThat(guest.filesInRun()).isEmpty();
  }
}
