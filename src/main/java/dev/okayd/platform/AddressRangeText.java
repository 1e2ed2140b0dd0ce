package dev.okayd.platform;

/** Address ranges as messages and maps show them: first and last address. */
public final class AddressRangeText {
  private AddressRangeText() {}

  /** Such as {@code 0xa000000..0xa0001ff}. */
  public static String of(HexNumber base, long size) {
    return base + ".." + new HexNumber(base.value() + size - 1);
  }
}
