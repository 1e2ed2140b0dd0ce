package dev.okayd.fdt.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.testing.Golden;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptTreeTest {
  private static final String CONTROLLERS =
      """
      gic: gic { compatible = "arm,gic-v3"; #interrupt-cells = <3>; #address-cells = <2>; phandle = <1>; };
      gpio: gpio { #interrupt-cells = <2>; interrupts = <0 9 4>; child { interrupts = <5 6>; }; };
      """;

  private static DeviceTree tree(String nodes) {
    return DtsCompiler.compile(
        "test",
        "/dts-v1/; / { interrupt-parent = <&gic>; %s %s };".formatted(CONTROLLERS, nodes),
        Symbols.NONE);
  }

  private static NodeInterrupt interrupt(String node, String controller, Integer... specifier) {
    return new NodeInterrupt(
        NodePath.parse(node), NodePath.parse(controller), Arrays.asList(specifier));
  }

  @Test
  void theInterruptParentIsThatOfTheNodeOrItsNearestAncestor() {
    DeviceTree tree =
        tree(
            """
            a { interrupts = <0 1 4 1 2 8>; };
            bus { interrupt-parent = <&gpio>; b { interrupts = <1 2>; c { interrupts = <3 4>; }; };
              d { interrupt-parent = <&gic>; interrupts = <0 3 4>; }; };
            """);

    assertThat(InterruptTree.of(tree))
        .containsExactly(
            interrupt("/gpio", "/gic", 0, 9, 4),
            interrupt("/gpio/child", "/gpio", 5, 6),
            interrupt("/a", "/gic", 0, 1, 4),
            interrupt("/a", "/gic", 1, 2, 8),
            interrupt("/bus/b", "/gpio", 1, 2),
            interrupt("/bus/b/c", "/gpio", 3, 4),
            interrupt("/bus/d", "/gic", 0, 3, 4));
  }

  @Test
  void interruptsExtendedTakesPrecedenceOverInterrupts() {
    DeviceTree tree =
        tree("a { interrupts = <0 1 4>; interrupts-extended = <&gpio 7 8>, <&gic 0 2 4>; };");

    assertThat(InterruptTree.of(tree))
        .filteredOn(interrupt -> interrupt.node().equals(NodePath.parse("/a")))
        .containsExactly(interrupt("/a", "/gpio", 7, 8), interrupt("/a", "/gic", 0, 2, 4));
  }

  @Test
  void aNexusUsesEveryEntryOfItsInterruptMap() {
    DeviceTree tree =
        tree(
            """
            pcie { #address-cells = <3>; #interrupt-cells = <1>;
              interrupt-map = <0 0 0 1 &gic 0 0 0 3 4>, <0 0 0 2 &gpio 8 1>, <0x800 0 0 1 &gic 0 0 0 4 4>;
              device { interrupts = <1>; }; };
            """);

    assertThat(InterruptTree.of(tree))
        .filteredOn(interrupt -> interrupt.node().names().get(0).equals("pcie"))
        .containsExactly(
            interrupt("/pcie", "/gic", 0, 3, 4),
            interrupt("/pcie", "/gpio", 8, 1),
            interrupt("/pcie", "/gic", 0, 4, 4),
            interrupt("/pcie/device", "/pcie", 1));
    assertThat(GicInterrupt.of(tree))
        .contains(
            new GicInterrupt(NodePath.parse("/pcie"), 35),
            new GicInterrupt(NodePath.parse("/pcie"), 36));
  }

  @Test
  void readsATruncatedMapUpToItsFirstUnreadableEntry() {
    DeviceTree tree =
        tree(
            """
            truncated { #address-cells = <0>; #interrupt-cells = <1>;
              interrupt-map = <1 &gic 0 0 0 3 4>, <2 &gic 0 0 0 5>; };
            unknown { #address-cells = <0>; #interrupt-cells = <1>;
              interrupt-map = <1 &gic 0 0 0 6 4>, <2 99 0 0>, <3 &gic 0 0 0 7 4>; };
            """);

    assertThat(GicInterrupt.of(tree))
        .extracting(GicInterrupt::intid)
        .containsExactly(32 + 9, 32 + 3, 32 + 6);
  }

  @Test
  void theHostBridgeOfQemusVirtMachineUsesFourInterrupts() {
    DeviceTree tree = FdtReader.read(Golden.bytes("fdt/qemu-virt.dtb"));

    assertThat(GicInterrupt.of(tree))
        .filteredOn(interrupt -> interrupt.node().equals(NodePath.parse("/pcie@10000000")))
        .extracting(GicInterrupt::intid)
        .containsOnly(35, 36, 37, 38);
  }

  @Test
  void convertsASpecifierOfAGicToAnIntid() {
    assertThat(GicInterrupt.intid(List.of(0, 0, 4))).contains(32);
    assertThat(GicInterrupt.intid(List.of(0, 987, 4))).contains(1019);
    assertThat(GicInterrupt.intid(List.of(1, 15, 8, 0))).contains(31);
    assertThat(GicInterrupt.intid(List.of(2, 1023, 4))).contains(5119);
    assertThat(GicInterrupt.intid(List.of(3, 63, 4))).contains(1119);
    assertThat(GicInterrupt.intid(List.of(0, 988, 4))).isEmpty();
    assertThat(GicInterrupt.intid(List.of(4, 0, 4))).isEmpty();
    assertThat(GicInterrupt.intid(List.of(-1, 0, 4))).isEmpty();
    assertThat(GicInterrupt.intid(List.of(0, -1, 4))).isEmpty();
    assertThat(GicInterrupt.intid(List.of(0, 1))).isEmpty();
  }
}
