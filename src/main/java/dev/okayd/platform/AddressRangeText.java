package dev.okayd.platform;

/** Formats address ranges for messages and maps: first and last address. */
public final class AddressRangeText {
  private AddressRangeText() {}

  /** The text of a range, such as {@code 0xa000000..0xa0001ff}. */
  public static String of(HexNumber base, long size) {
    return base + ".." + new HexNumber(base.value() + size - 1);
  }
}
