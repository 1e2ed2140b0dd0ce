package dev.okayd.fdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.Golden;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GicInterruptTest {

  @Test
  void countsAsTheGicDoes() {
    DeviceTree tree = FdtReader.read(Golden.bytes("fdt/qemu-virt.dtb"));

    assertThat(GicInterrupt.of(tree, Optional.empty()))
        .contains(
            new GicInterrupt(NodePath.parse("/virtio_mmio@a000000"), 48),
            new GicInterrupt(NodePath.parse("/virtio_mmio@a003e00"), 79),
            new GicInterrupt(NodePath.parse("/timer"), 27));
  }

  @Test
  void followsInterruptsExtendedToEachController() {
    Node gic =
        Node.of(
            "gic",
            Property.strings("compatible", "arm,gic-v3"),
            Property.cells("#interrupt-cells", 3),
            Property.cells("phandle", 1));
    Node other =
        Node.of("other", Property.cells("#interrupt-cells", 1), Property.cells("phandle", 2));
    Node device = Node.of("device", Property.cells("interrupts-extended", 2, 9, 1, 0, 5, 4));
    DeviceTree tree = DeviceTree.of(Node.of("").withChild(gic).withChild(other).withChild(device));

    assertThat(GicInterrupt.of(tree, Optional.empty()))
        .containsExactly(new GicInterrupt(NodePath.parse("/device"), 37));
  }
}
