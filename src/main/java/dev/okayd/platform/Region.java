package dev.okayd.platform;

import java.util.Optional;

/**
 * A range of a guest's addresses that something else has.
 *
 * @param name what has it, for messages
 * @param base first address
 * @param size in bytes, not 0
 */
public record Region(String name, HexNumber base, HexNumber size) {
  private static final String NAME = "\\P{Cntrl}{1,63}";

  /** What makes it no range of addresses with a name that fits into a line. */
  public Optional<String> fault() {
    if (!name.matches(NAME)) {
      return Optional.of("The name of a region has no or more than 63 characters, or control ones");
    }
    if (size.value() == 0) {
      return Optional.of("Region \"%s\" has size 0x0".formatted(name));
    }
    // distances, not ends: an end may be 2^64
    boolean fits = base.value() == 0 || Long.compareUnsigned(size.value(), -base.value()) <= 0;
    return fits
        ? Optional.empty()
        : Optional.of(
            "Region \"%s\" has %s bytes from %s on, which is more than 64 bits address"
                .formatted(name, size, base));
  }
}
