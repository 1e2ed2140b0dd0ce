package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * An address or a size, in the notation of device trees and hypervisors: {@code 0xa003e00}.
 *
 * @param value unsigned
 */
public record HexNumber(long value) {
  private static final Pattern TEXT = Pattern.compile("0x[0-9a-fA-F]{1,16}");

  /**
   * Parses {@code 0x} and up to 16 hexadecimal digits.
   *
   * @throws IllegalArgumentException for anything else
   */
  @JsonCreator
  public static HexNumber parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a number; expected 0x and 1 to 16 hexadecimal digits".formatted(text));
    }
    return new HexNumber(Long.parseUnsignedLong(text, 2, text.length(), 16));
  }

  @JsonValue
  @Override
  public String toString() {
    return "0x" + Long.toHexString(value);
  }
}
