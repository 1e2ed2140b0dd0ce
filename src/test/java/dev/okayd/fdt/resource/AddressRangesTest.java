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
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressRangesTest {
  private static final DeviceTree QEMU_VIRT = FdtReader.read(Golden.bytes("fdt/qemu-virt.dtb"));

  @Test
  void findsTheTransportsAndTheMemoryOfQemusVirtMachine() {
    assertThat(AddressRanges.of(QEMU_VIRT))
        .contains(
            range("/virtio_mmio@a000000", 0xa00_0000L, 0x200),
            range("/memory@40000000", 0x4000_0000L, 0x2000_0000L),
            range("/pcie@10000000", 0x40_1000_0000L, 0x1000_0000L));
  }

  @Test
  void findsTheWindowsOfAPciHostBridge() {
    assertThat(AddressRanges.of(QEMU_VIRT))
        .contains(
            window("/pcie@10000000", 0x3eff_0000L, 0x1_0000L),
            window("/pcie@10000000", 0x1000_0000L, 0x2eff_0000L),
            window("/pcie@10000000", 0x80_0000_0000L, 0x80_0000_0000L));
  }

  @Test
  void translatesTheWindowsOfAHostBridgeAndLeavesOutNodesBelowIt() {
    Node bridge =
        Node.of(
                "pcie",
                Property.cells("#address-cells", 3),
                Property.cells("#size-cells", 2),
                Property.cells("ranges", 0x200_0000, 0, 0x4000, 0x100, 0, 0x80, 1, 2))
            .withChild(Node.of("device", Property.cells("reg", 0, 0, 0, 0, 0x10)));
    Node bus =
        Node.of(
                "bus",
                Property.cells("#address-cells", 1),
                Property.cells("#size-cells", 1),
                Property.cells("ranges", 0x0, 0x1000, 0x1000))
            .withChild(bridge);

    List<AddressRange> ranges =
        AddressRanges.of(
            DeviceTree.of(Node.of("", Property.cells("#address-cells", 1)).withChild(bus)));

    assertThat(ranges).containsExactly(window("/bus/pcie", 0x1100, 0x80));
    assertThat(ranges.get(0).claim().property()).isEqualTo("ranges");
  }

  @Test
  void leavesOutCpusBecauseTheirRegIsNotAnAddress() {
    assertThat(AddressRanges.of(QEMU_VIRT)).noneMatch(r -> r.node().toString().startsWith("/cpus"));
  }

  @Test
  void translatesThroughTheRangesOfEachBus() {
    Node device = Node.of("device@10", Property.cells("reg", 0x10, 0x20));
    Node inner =
        Node.of(
                "inner",
                Property.cells("#address-cells", 1),
                Property.cells("#size-cells", 1),
                Property.cells("ranges", 0x0, 0x100, 0x100))
            .withChild(device);
    Node outer =
        Node.of(
                "outer",
                Property.cells("#address-cells", 1),
                Property.cells("#size-cells", 1),
                Property.cells("ranges", 0x0, 0x1, 0x8000_0000, 0x1000))
            .withChild(inner);
    DeviceTree tree =
        DeviceTree.of(
            Node.of("", Property.cells("#address-cells", 2), Property.cells("#size-cells", 2))
                .withChild(outer));

    assertThat(AddressRanges.of(tree))
        .containsExactly(range("/outer/inner/device@10", 0x1_8000_0110L, 0x20));
  }

  @Test
  void leavesOutNodesBelowAnUnmappedBus() {
    Node bus = Node.of("i2c").withChild(Node.of("sensor@48", Property.cells("reg", 0, 0x48, 1)));

    assertThat(AddressRanges.of(DeviceTree.of(Node.of("").withChild(bus)))).isEmpty();
  }

  @Test
  void rangesOverlapWhenTheyShareAByte() {
    AddressRange range = range("/a", 0x1000, 0x200);

    assertThat(range.overlaps(0x11ff, 1)).isTrue();
    assertThat(range.overlaps(0xe00, 0x201)).isTrue();
    assertThat(range.overlaps(0x1200, 0x200)).isFalse();
    assertThat(range.overlaps(0xe00, 0x200)).isFalse();
    assertThat(range("/top", 0xffff_ffff_ffff_f000L, 0x1000).overlaps(0xffff_ffff_ffff_ffffL, 1))
        .isTrue();
    assertThat(range("/all", 0x1000, -1L).overlaps(0x2000, 1)).isTrue();
    assertThat(range("/all", 0x1000, -1L).overlaps(0x0, 0x1000)).isFalse();
    assertThat(range.overlaps(0x0, -1L)).isTrue();
  }

  @Test
  void translatesManyRegsThroughManyWindowsInBoundedTime() {
    int many = 80_000;
    int[] windows = new int[many * 3];
    int[] reg = new int[many * 2];
    for (int i = 0; i < many; i++) {
      windows[3 * i] = 0x10 * (many - i);
      windows[3 * i + 1] = 0x1000_0000 + 0x10 * (many - i);
      windows[3 * i + 2] = 0x10;
      reg[2 * i] = 0x10 * (i + 1);
      reg[2 * i + 1] = 0x10;
    }
    Node bus =
        Node.of(
                "bus",
                Property.cells("#address-cells", 1),
                Property.cells("#size-cells", 1),
                Property.cells("ranges", windows))
            .withChild(Node.of("device", Property.cells("reg", reg)));
    DeviceTree tree =
        DeviceTree.of(Node.of("", Property.cells("#address-cells", 1)).withChild(bus));

    List<AddressRange> ranges =
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> AddressRanges.of(tree));

    assertThat(ranges).hasSize(many);
    assertThat(ranges.get(0)).isEqualTo(range("/bus/device", 0x1000_0010, 0x10));
  }

  @Test
  void theFirstOfOverlappingWindowsCounts() {
    Node bus =
        Node.of(
                "bus",
                Property.cells("#address-cells", 1),
                Property.cells("#size-cells", 1),
                Property.cells("ranges", 0x100, 0x1100, 0x100, 0x180, 0x9000, 0x100))
            .withChild(Node.of("device", Property.cells("reg", 0x180, 0x10)));

    assertThat(
            AddressRanges.of(
                DeviceTree.of(Node.of("", Property.cells("#address-cells", 1)).withChild(bus))))
        .containsExactly(range("/bus/device", 0x1180, 0x10));
  }

  private static AddressRange window(String path, long base, long size) {
    return new AddressRange(NodePath.parse(path), base, size, AddressRange.Claim.RANGES);
  }

  private static AddressRange range(String path, long base, long size) {
    return new AddressRange(NodePath.parse(path), base, size);
  }
}
