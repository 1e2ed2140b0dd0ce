package dev.okayd.platform.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.platform.Daemon;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.SlotWindow;
import dev.okayd.platform.Vuart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the numbers of each platform with a second transcript of its hypervisor's source. */
class ShippedPlatformsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          platform        | first of boot                        | last of boot                          | first of gated                        | last of gated                         | slots | cells of slot 0
          custom          | 0x50000000 100 /virtio@50000000      | 0x50003e00 131 /virtio@50003e00       | 0x50003e00 131 /virtio@50003e00       | 0x50000000 100 /virtio@50000000       | 32    | 0 68 0x1
          firecracker     | 0x40003000 32 /virtio_mmio@40003000  | 0x4005e000 123 /virtio_mmio@4005e000  | 0x4005e000 123 /virtio_mmio@4005e000  | 0x40003000 32 /virtio_mmio@40003000   | 92    | 0 0 0x1
          kvmtool         | 0x3000000 36 /virtio@3000000         | 0x301b600 255 /virtio@301b600         | 0x301b600 255 /virtio@301b600         | 0x3000000 36 /virtio@3000000          | 220   | 0 4 0x1
          qemu-virt       | 0xa003e00 79 /virtio_mmio@a003e00    | 0xa000000 48 /virtio_mmio@a000000     | 0xa000000 48 /virtio_mmio@a000000     | 0xa003e00 79 /virtio_mmio@a003e00     | 32    | 0 16 0x1
          xen             | 0x2000000 33 /virtio@2000000         | 0x2001400 43 /virtio@2001400          | 0x2001400 43 /passthrough/virtio@2001400 | 0x2000000 33 /passthrough/virtio@2000000 | 11 | 0 1 0xf01
          xen-amd         | 0x2001200 43 /virtio@2001200         | 0x2000000 34 /virtio@2000000          | 0x2000000 34 /passthrough/virtio@2000000 | 0x2001200 43 /passthrough/virtio@2001200 | 10 | 0 2 0xf01
          xen-direct-map  | 0x50000000 100 /passthrough/virtio@50000000 | 0x50001400 110 /passthrough/virtio@50001400 | 0x50001400 110 /passthrough/virtio@50001400 | 0x50000000 100 /passthrough/virtio@50000000 | 11 | 0 68 0xf01
          xen-dom0less    | 0x2000000 33 /passthrough/virtio@2000000 | 0x2001400 43 /passthrough/virtio@2001400 | 0x2001400 43 /passthrough/virtio@2001400 | 0x2000000 33 /passthrough/virtio@2000000 | 11 | 0 1 0xf01
          xen-epam        | 0x2000000 33 /virtio@2000000         | 0x2001400 43 /virtio@2001400          | 0x2001400 43 /passthrough/virtio@2001400 | 0x2000000 33 /passthrough/virtio@2000000 | 11 | 0 1 0xf01
          """)
  void hasTheSlotsOfItsHypervisor(
      String name,
      String firstOfBoot,
      String lastOfBoot,
      String firstOfGated,
      String lastOfGated,
      int slots,
      String cellsOfSlot0) {
    Platform platform = placed(name);

    List<String> boot = slots(platform, platform.bootSlots(), SlotKind.BOOT);
    List<String> gated = slots(platform, platform.gatedSlots(), SlotKind.GATED);

    assertThat(boot).hasSize(slots).startsWith(firstOfBoot).endsWith(lastOfBoot);
    assertThat(gated).hasSize(slots).startsWith(firstOfGated).endsWith(lastOfGated);
    List<Integer> cells = platform.slot(0, SlotKind.GATED).interrupt().cells();
    assertThat(cells.get(0) + " " + cells.get(1) + " 0x" + Integer.toHexString(cells.get(2)))
        .isEqualTo(cellsOfSlot0);
  }

  private static List<String> slots(Platform platform, List<Integer> order, SlotKind kind) {
    return order.stream()
        .map(index -> platform.slot(index, kind))
        .map(slot -> slot.base() + " " + slot.interrupt().intid() + " " + slot.path())
        .toList();
  }

  private static Platform placed(String name) {
    Platform platform = Platforms.shipped().find(name).orElseThrow();
    return platform.isPlaced()
        ? platform
        : platform.placed(
            HexNumber.parse("0x50000000"),
            100,
            platform.window().slots(),
            platform.window().slotSize());
  }

  @Test
  void theTableAboveIsComplete() {
    assertThat(Platforms.shipped().names())
        .containsExactly(
            "custom",
            "firecracker",
            "kvmtool",
            "qemu-virt",
            "xen",
            "xen-amd",
            "xen-direct-map",
            "xen-dom0less",
            "xen-epam");
  }

  @Test
  void deviceKOfLibxlHasAddressAndInterruptK() {
    Platform xen = placed("xen");

    List<Slot> slots = xen.bootSlots().stream().map(k -> xen.slot(k, SlotKind.BOOT)).toList();

    assertThat(slots)
        .extracting(slot -> slot.base().value(), slot -> slot.interrupt().intid())
        .containsExactlyElementsOf(
            IntStream.range(0, 11)
                .mapToObj(
                    k -> org.assertj.core.groups.Tuple.tuple(0x0200_0000L + 0x200L * k, 33 + k))
                .toList());
  }

  @Test
  void amdsLibxlAssignsSlotsFromTheTop() {
    Platform amd = placed("xen-amd");

    List<String> slots = slots(amd, amd.bootSlots(), SlotKind.BOOT);

    assertThat(slots)
        .startsWith("0x2001200 43 /virtio@2001200", "0x2001000 42 /virtio@2001000")
        .doesNotContain("0x2001400 44 /virtio@2001400");
  }

  @ParameterizedTest
  @CsvSource({
    "xen, 10, 11, 10",
    "xen-dom0less, 10, 11, 10",
    "xen-direct-map, 10, 11, 10",
    "xen-amd, 10, 10, 10",
    "qemu-virt, 32, 32, 32"
  })
  void qemusXenpvhMachineServesOneSlotLessThanLibxlAssigns(
      String name, int xenpvh, int virtioDisk, int nobodyKnows) {
    SlotWindow window = placed(name).window();

    List<Integer> served = new ArrayList<>();
    served.add(window.served(Optional.of(Daemon.QEMU_XENPVH)));
    served.add(window.served(Optional.of(Daemon.VIRTIO_DISK)));
    served.add(window.served(Optional.empty()));

    assertThat(served).containsExactly(xenpvh, virtioDisk, nobodyKnows);
  }

  @ParameterizedTest
  @CsvSource({
    "custom, extended, none, false",
    "firecracker, complete, none, false",
    "kvmtool, complete, none, false",
    "qemu-virt, complete, qemu, false",
    "xen, partial, xl, true",
    "xen-amd, partial, xl, true",
    "xen-direct-map, partial, dom0less, false",
    "xen-dom0less, partial, dom0less, false",
    "xen-epam, partial, xl, true"
  })
  void namesTreeKindAndToolstack(String name, String tree, String toolstack, boolean disksFirst) {
    Platform platform = placed(name);

    assertThat(platform.tree()).hasToString(tree.toUpperCase(java.util.Locale.ROOT));
    assertThat(platform.toolstack()).hasToString(toolstack.toUpperCase(java.util.Locale.ROOT));
    assertThat(platform.disksFirst()).isEqualTo(disksFirst);
  }

  @ParameterizedTest
  @CsvSource({
    "xen, 32, 12, 960",
    "xen-amd, 32, 13, 960",
    "xen-dom0less, 32, 12, 960",
    "xen-direct-map, , 1, 960"
  })
  void theConfiguredSharedInterruptsOfXenCoverItsSlots(
      String name, Integer vuart, int least, int most) {
    Platform platform = placed(name);

    assertThat(platform.vuart().map(Vuart::interrupt)).isEqualTo(Optional.ofNullable(vuart));
    assertThat(platform.sharedInterrupts()).contains(new Platform.SharedInterrupts(least, most));
  }
}
