package dev.okayd.platform;

import java.util.Optional;

/**
 * A range of guest addresses that slots must not use.
 *
 * @param name owner of the range, for messages
 * @param base first address
 * @param size in bytes, not 0
 */
public record Region(String name, HexNumber base, HexNumber size) {
  private static final String NAME = "\\P{Cntrl}{1,63}";

  /** Why the region is invalid, if it is: the name must fit on a line, the range into 64 bits. */
  public Optional<String> fault() {
    if (!name.matches(NAME)) {
      return Optional.of(
          "The name of a region is empty, longer than 63 characters, or contains control characters");
    }
    if (size.value() == 0) {
      return Optional.of("Region \"%s\" has size 0x0".formatted(name));
    }
    // compares sizes, because an end of 2^64 would overflow
    boolean fits = base.value() == 0 || Long.compareUnsigned(size.value(), -base.value()) <= 0;
    return fits
        ? Optional.empty()
        : Optional.of(
            "Region \"%s\" has %s bytes at %s, which exceeds the 64-bit address space"
                .formatted(name, size, base));
  }
}
