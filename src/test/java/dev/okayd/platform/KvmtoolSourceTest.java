package dev.okayd.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.platform.catalog.Platforms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The platform {@code kvmtool}, computed from constants of kvmtool's source at commit b48735e, with
 * a GICv3. {@code KvmtoolTreeTest} uses a tree that lkvm dumped.
 */
class KvmtoolSourceTest {
  /** arm/include/arm-common/kvm-arch.h:28-30. */
  private static final long ARM_MMIO_AREA = 0x0100_0000;

  private static final long ARM_AXI_AREA = 0x4000_0000;

  /** kvm-arch.h:46-50. */
  private static final long KVM_FLASH_MMIO_BASE = ARM_MMIO_AREA + 0x0100_0000;

  private static final long KVM_VIRTIO_MMIO_AREA = KVM_FLASH_MMIO_BASE + 0x0100_0000;

  /** kvm-arch.h:56 and :77. */
  private static final long ARM_GIC_DIST_SIZE = 0x10000;

  private static final long ARM_GIC_REDIST_SIZE = 0x20000;

  /** arm/gic.c: KVM_VGIC_V3_ITS_SIZE, two pages of 64 KiB. */
  private static final long GIC_ITS_SIZE = 0x20000;

  /** include/kvm/virtio-mmio.h:11. */
  private static final long VIRTIO_MMIO_IO_SIZE = 0x200;

  /** irq.c:11: a byte, which begins at GIC_SPI_IRQ_BASE. */
  private static final int FIRST_LINE = 32;

  private static final int LAST_LINE = 255;

  /** hw/serial.c:86-140: devices[], each of which takes a line in serial8250__init. */
  private static final int UARTS = 4;

  /** Makefile:63-104: the objects of virtio devices in link order. */
  private static final List<String> LINKED =
      List.of("blk", "scsi", "console", "net", "rng", "balloon", "vsock", "9p");

  private final Platform kvmtool = Platforms.shipped().find("kvmtool").orElseThrow();

  @Test
  void deviceKHasBlockKOfTheWindowAndLineKAfterTheUarts() {
    List<String> slots =
        kvmtool.bootSlots().stream()
            .map(k -> kvmtool.slot(k, SlotKind.BOOT))
            .map(slot -> "%s %d".formatted(slot.base(), slot.interrupt().intid()))
            .toList();

    assertThat(slots)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(FIRST_LINE + UARTS, LAST_LINE)
                .mapToObj(
                    line ->
                        "0x%x %d"
                            .formatted(
                                KVM_VIRTIO_MMIO_AREA
                                    + (line - FIRST_LINE - UARTS) * VIRTIO_MMIO_IO_SIZE,
                                line))
                .toList());
  }

  /**
   * util/init.c: each constructor adds its function at the head of the list of its priority, and
   * constructors run in link order.
   */
  @Test
  void typesAreInitializedInReverseLinkOrder() {
    List<String> reversed = new ArrayList<>(LINKED);
    Collections.reverse(reversed);

    assertThat(kvmtool.types().orElseThrow().order())
        .extracting(DeviceType::toString)
        .isEqualTo(reversed);
  }

  /** arm/gic.c: gic__create. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 123})
  void theGicGrowsDownByOneRedistributorPerVcpu(int vcpus) {
    Region gic =
        kvmtool.map(vcpus).stream()
            .filter(region -> region.name().equals("GIC"))
            .findFirst()
            .orElseThrow();

    assertThat(gic.base().value())
        .isEqualTo(ARM_AXI_AREA - ARM_GIC_DIST_SIZE - vcpus * ARM_GIC_REDIST_SIZE - GIC_ITS_SIZE);
    assertThat(gic.base().value() + gic.size().value()).isEqualTo(ARM_AXI_AREA);
  }
}
