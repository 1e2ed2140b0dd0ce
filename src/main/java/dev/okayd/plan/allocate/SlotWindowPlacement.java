package dev.okayd.plan.allocate;

import com.google.errorprone.annotations.FormatMethod;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.plan.spec.SlotWindowSpec;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Interrupt;
import dev.okayd.platform.Platform;
import java.util.Optional;

/** Places the slots of a platform without a fixed window at the addresses that the spec names. */
public final class SlotWindowPlacement {
  /** Bounds the work. A guest with more slots is a mistake. */
  private static final int MAX_SLOTS = 1024;

  private static final int MIN_SLOT_SIZE = 0x200;

  private SlotWindowPlacement() {}

  public static Platform of(Platform platform, Optional<SlotWindowSpec> window) {
    if (platform.isPlaced()) {
      if (window.isPresent()) {
        throw new OkaydException(
            ErrorCode.WINDOW_FIXED,
            "Platform %s has its slots at %s; leave window out, or use platform custom"
                .formatted(
                    platform.name(), platform.window().base().map(HexNumber::toString).orElse("")));
      }
      return platform;
    }
    SlotWindowSpec wanted =
        window.orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.WINDOW_MISSING,
                    "Platform %s has no slot window of its own; set window.base and window.interrupt"
                        .formatted(platform.name())));
    int slots = wanted.slots().orElse(platform.window().slots());
    HexNumber size = wanted.slotSize().orElse(platform.window().slotSize());
    expect(
        slots >= 1 && slots <= MAX_SLOTS, "window.slots is %d; expected 1 to %d", slots, MAX_SLOTS);
    expect(
        Long.bitCount(size.value()) == 1
            && Long.compareUnsigned(size.value(), MIN_SLOT_SIZE) >= 0
            && size.value() > 0
            && size.value() <= Integer.MAX_VALUE,
        "window.slotSize is %s; expected a power of two from 0x200 to 0x40000000",
        size);
    expect(
        wanted.base().value() % size.value() == 0,
        "window.base is %s; expected a multiple of %s",
        wanted.base(),
        size);
    long end = wanted.base().value() + slots * size.value();
    expect(
        end == 0 || Long.compareUnsigned(end, wanted.base().value()) > 0,
        "window.base is %s; expected room for %d slots of %s within 64 bits",
        wanted.base(),
        slots,
        size);
    expect(
        wanted.interrupt() >= Interrupt.FIRST_SPI
            && wanted.interrupt() <= Interrupt.LAST_SPI - slots + 1,
        "window.interrupt is %d; expected the first of %d shared interrupts between %d and %d",
        wanted.interrupt(),
        slots,
        Interrupt.FIRST_SPI,
        Interrupt.LAST_SPI);
    return platform.placed(wanted.base(), wanted.interrupt(), slots, size);
  }

  @FormatMethod
  private static void expect(boolean met, String what, Object... values) {
    if (!met) {
      throw new OkaydException(ErrorCode.INVALID_SPEC, what.formatted(values));
    }
  }
}
