package dev.okayd.plan.spec;

import dev.okayd.platform.HexNumber;
import java.util.Optional;

/**
 * The place that the user wants for a device: a slot of the platform by its number, or an address
 * with, outside of the platform's window, an interrupt.
 *
 * @param slot the platform's number of the slot
 * @param base first address
 * @param interrupt INTID
 */
public record Pin(Optional<Integer> slot, Optional<HexNumber> base, Optional<Integer> interrupt) {

  /** The platform's slot of this number. */
  public static Pin toSlot(int number) {
    return new Pin(Optional.of(number), Optional.empty(), Optional.empty());
  }

  /** An address and an interrupt. */
  public static Pin to(HexNumber base, int interrupt) {
    return new Pin(Optional.empty(), Optional.of(base), Optional.of(interrupt));
  }
}
