package dev.okayd.plan.spec;

import dev.okayd.platform.HexNumber;
import java.util.Optional;

/**
 * The slot that the user chose for a device: the index of a slot of the platform, or an address. An
 * address outside of the platform's window also needs an interrupt.
 *
 * @param slot index of a slot of the platform
 * @param base first address
 * @param interrupt INTID
 */
public record Pin(Optional<Integer> slot, Optional<HexNumber> base, Optional<Integer> interrupt) {

  /** A pin to a slot of the platform. */
  public static Pin toSlot(int number) {
    return new Pin(Optional.of(number), Optional.empty(), Optional.empty());
  }

  /** A pin to an address with an interrupt. */
  public static Pin to(HexNumber base, int interrupt) {
    return new Pin(Optional.empty(), Optional.of(base), Optional.of(interrupt));
  }
}
