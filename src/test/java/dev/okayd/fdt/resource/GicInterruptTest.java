package dev.okayd.fdt.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.testing.Golden;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GicInterruptTest {

  @Test
  void findsTheIntidsOfQemusVirtMachine() {
    DeviceTree tree = FdtReader.read(Golden.bytes("fdt/qemu-virt.dtb"));

    assertThat(GicInterrupt.of(tree))
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

    assertThat(GicInterrupt.of(tree))
        .containsExactly(new GicInterrupt(NodePath.parse("/device"), 37));
  }

  @ParameterizedTest
  @ValueSource(ints = {0xffffffff, 0x7fffffff, 0x80000000, 0xfffffffe, 17})
  void ignoresAControllerWithAnImpossibleNumberOfCells(int cells) {
    Node controller =
        Node.of(
            "ic",
            Property.strings("compatible", "arm,gic-v3"),
            Property.cells("#interrupt-cells", cells),
            Property.cells("phandle", 1));
    Node device =
        Node.of(
            "d",
            Property.cells("interrupts-extended", 1, 0, 0),
            Property.cells("interrupt-parent", 1),
            Property.cells("interrupts", 0, 0, 0));
    DeviceTree tree = DeviceTree.of(Node.of("").withChild(controller).withChild(device));

    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(GicInterrupt.of(tree)).isEmpty());
  }

  @Test
  void ignoresInterruptNumbersThatTheGicDoesNotHave() {
    Node gic =
        Node.of(
            "gic",
            Property.strings("compatible", "arm,gic-v3"),
            Property.cells("#interrupt-cells", 3),
            Property.cells("phandle", 1));
    Node device =
        Node.of(
            "device",
            Property.cells("interrupts-extended", 1, 0, -16, 1, 1, 0, 988, 1, 1, 1, 16, 1));

    assertThat(GicInterrupt.of(DeviceTree.of(Node.of("").withChild(gic).withChild(device))))
        .isEmpty();
  }
}
