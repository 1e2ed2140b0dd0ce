package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.NodePath;
import dev.okayd.overlay.GateOverlay;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only the bytes of a gate overlay get through. */
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

    List<Output> outputs =
        IntStream.range(0, overlay.length)
            .parallel()
            .mapToObj(i -> guest.agent("apply", guest.file("mutant" + i, mutated(overlay, i))))
            .toList();

    assertThat(outputs)
        .hasSize(overlay.length)
        .allSatisfy(output -> assertThat(output.lines()).contains("result: refused"))
        .allSatisfy(output -> assertThat(output.exitStatus()).isEqualTo(1));
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

  private static byte[] mutated(byte[] overlay, int position) {
    byte[] mutant = overlay.clone();
    mutant[position] ^= 1;
    return mutant;
  }
}
