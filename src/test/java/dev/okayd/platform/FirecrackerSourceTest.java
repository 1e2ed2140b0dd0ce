package dev.okayd.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.platform.catalog.Platforms;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The platform {@code firecracker}, computed from constants of Firecracker's source at commit
 * 81b38b9da. Debian does not package it, and it needs KVM. Files are below {@code src/vmm/src}.
 */
class FirecrackerSourceTest {
  /** arch/aarch64/layout.rs: MMIO32_MEM_START. */
  private static final long MMIO32_MEM_START = 1L << 30;

  /** device_manager/mmio.rs: MMIO_LEN. */
  private static final long MMIO_LEN = 0x1000;

  /** layout.rs: BOOT_DEVICE_MEM_START, RTC_MEM_START and SERIAL_MEM_START come before. */
  private static final long MEM_32BIT_DEVICES_START = MMIO32_MEM_START + 3 * MMIO_LEN;

  /** layout.rs: SPI_START and SPI_END. */
  private static final int SPI_START = 32;

  private static final int SPI_END = 127;

  /**
   * Devices that take a GSI after the virtio devices: serial port and RTC
   * (device_manager/mmio.rs:413 and :476), VMClock and VMGenID (devices/acpi).
   */
  private static final int OTHERS = 4;

  /** layout.rs: DRAM_MEM_START, MMIO64_MEM_START and MMIO64_MEM_SIZE, DRAM_MEM_MAX_SIZE. */
  private static final long DRAM_MEM_START = 0x8000_0000L;

  private static final long MMIO64_MEM_START = 256L << 30;

  private static final long MMIO64_MEM_SIZE = 256L << 30;

  private static final long DRAM_MEM_MAX_SIZE = 0xff_8000_0000L;

  private final Platform firecracker = Platforms.shipped().find("firecracker").orElseThrow();

  @Test
  void deviceKHasPageAndInterruptKOfTheWindow() {
    List<String> slots =
        firecracker.bootSlots().stream()
            .map(k -> firecracker.slot(k, SlotKind.BOOT))
            .map(slot -> "%s %d".formatted(slot.base(), slot.interrupt().intid()))
            .toList();

    assertThat(slots)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(SPI_START, SPI_END - OTHERS)
                .mapToObj(
                    intid ->
                        "0x%x %d"
                            .formatted(
                                MEM_32BIT_DEVICES_START + (intid - SPI_START) * MMIO_LEN, intid))
                .toList());
  }

  /** builder.rs:222-290: build_microvm_for_boot attaches one type after the other. */
  @Test
  void typesHaveTheOrderOfTheBuilder() {
    assertThat(firecracker.types().orElseThrow().order())
        .extracting(DeviceType::toString)
        .containsExactly("balloon", "blk", "net", "pmem", "vsock", "rng", "mem");
  }

  /** arch/aarch64/gic/gicv3/mod.rs: get_dist_addr, get_redists_addr, get_msi_address. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 32})
  void theGicGrowsDownByOneRedistributorPerVcpu(int vcpus) {
    Region gic = region("GIC", vcpus);

    assertThat(gic.base().value())
        .isEqualTo(MMIO32_MEM_START - 0x1_0000 - vcpus * 2L * 0x1_0000L - 0x2_0000);
    assertThat(gic.base().value() + gic.size().value()).isEqualTo(MMIO32_MEM_START);
  }

  /** arch/aarch64/mod.rs: arch_memory_regions leaves the 64-bit MMIO window out. */
  @Test
  void ramIsOnBothSidesOfThe64BitWindow() {
    Region window = region("64-bit MMIO window", 1);
    Region below = firecracker.ram().get(0);
    Region above = firecracker.ram().get(1);

    assertThat(window.base().value()).isEqualTo(MMIO64_MEM_START);
    assertThat(window.size().value()).isEqualTo(MMIO64_MEM_SIZE);
    assertThat(below.base().value()).isEqualTo(DRAM_MEM_START);
    assertThat(below.base().value() + below.size().value()).isEqualTo(MMIO64_MEM_START);
    assertThat(above.base().value()).isEqualTo(MMIO64_MEM_START + MMIO64_MEM_SIZE);
    assertThat(below.size().value() + above.size().value()).isEqualTo(DRAM_MEM_MAX_SIZE);
  }

  private Region region(String name, int vcpus) {
    return firecracker.map(vcpus).stream()
        .filter(region -> region.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
