package dev.okayd.platform;

import java.util.Optional;

/** What a file of a platform may say and still make no sense. */
final class PlatformCheck {
  /** The GIC's highest shared interrupt (GIC architecture specification, INTIDs 32 to 1019). */
  private static final int LAST_SPI = 1019;

  private static final int FIRST_SPI = 32;

  /**
   * The registers of a virtio-mmio device and a byte of its configuration (specification, 4.2.2).
   */
  private static final int LEAST_SLOT_SIZE = 0x200;

  private static final int MOST_SLOTS = 1024;

  private PlatformCheck() {}

  /** The first thing that is wrong. */
  static Optional<String> of(Platform platform) {
    Platform.Window window = platform.window();
    if (window.slots() < 1 || window.slots() > MOST_SLOTS) {
      return Optional.of(
          "window.slots is %d, 1 to %d are expected".formatted(window.slots(), MOST_SLOTS));
    }
    long size = window.slotSize().value();
    if (size < LEAST_SLOT_SIZE || Long.bitCount(size) != 1) {
      return Optional.of(
          "window.slot-size is %s, a power of two from 0x200 on is expected"
              .formatted(window.slotSize()));
    }
    if (window.base().filter(base -> base.value() % size != 0).isPresent()) {
      return Optional.of("window.base is no multiple of window.slot-size");
    }
    if (window.base().isPresent() != platform.interrupts().first().isPresent()) {
      return Optional.of(
          "window.base and interrupts.first go together: both are there, or the spec says both");
    }
    int last = platform.interrupts().first().orElse(FIRST_SPI) + window.slots() - 1;
    if (platform.interrupts().first().orElse(FIRST_SPI) < FIRST_SPI || last > LAST_SPI) {
      return Optional.of(
          "interrupts.first is %s, INTIDs %d to %d are shared interrupts, and there are %d slots"
              .formatted(
                  platform.interrupts().first().orElse(FIRST_SPI),
                  FIRST_SPI,
                  LAST_SPI,
                  window.slots()));
    }
    return Optional.empty();
  }
}
