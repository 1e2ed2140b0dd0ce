package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.Shell;
import dev.okayd.fdt.NodePath;
import dev.okayd.overlay.GateOverlay;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent applies only the exact bytes of a gate overlay. */
class AgentGateOverlayTest extends AgentKit {
  AgentGateOverlayTest(Shell shell) {
    super(shell);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/virtio@1",
        "/virtio@12",
        "/virtio@123",
        "/virtio@1234",
        "/virtio_mmio@a000000",
        "/passthrough/virtio@2001400",
        "/soc/virtio_mmio@fffffffffffffe00"
      })
  void takesTheOverlaysThatOkaydMakes(String path) {
    guest.hasNode(path, "disabled");
    guest.hasDevice(path, "0x0001", "virtio_net");

    Output output = guest.agent("apply", guest.overlayFile(path));

    assertThat(output.lines()).contains("result: applied", "virtioId: 1");
    assertThat(output.exitStatus()).isZero();
  }

  @Test
  void refusesEveryOverlayThatDiffersInOneByte() {
    byte[] overlay = new GateOverlay(NodePath.parse(DISK)).dtbo();

    assertThat(Mutants.positions(overlay.length))
        .isNotEmpty()
        .allSatisfy(
            i -> {
              String mutant = guest.file("mutant" + i, Mutants.mutated(overlay, i));
              Output output = guest.agent("apply", mutant);
              assertThat(output.lines()).contains("result: refused");
              assertThat(output.exitStatus()).isEqualTo(1);
            });
    assertThat(guest.overlays()).isEmpty();
  }

  @Test
  void refusesAnOverlayWithSomethingBehindIt() {
    byte[] overlay = new GateOverlay(NodePath.parse(DISK)).dtbo();

    Output oneByteMore =
        guest.agent("apply", guest.file("one", Arrays.copyOf(overlay, overlay.length + 1)));
    Output tooLarge = guest.agent("apply", guest.file("large", Arrays.copyOf(overlay, 513)));

    assertThat(oneByteMore.lines())
        .contains("message: the overlay is not exactly the one that enables " + DISK);
    assertThat(tooLarge.lines()).contains("message: the overlay is larger than 512 bytes");
  }
}
