package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An address or a size, written as device trees and hypervisors write it: {@code 0xa003e00}.
 *
 * @param value unsigned
 */
public record HexNumber(long value) {

  /**
   * Reads {@code 0x} and up to 16 hexadecimal digits.
   *
   * @throws IllegalArgumentException for anything else
   */
  @JsonCreator
  public static HexNumber parse(String text) {
    if (!text.startsWith("0x")) {
      throw new IllegalArgumentException("\"" + text + "\" does not begin with 0x");
    }
    return new HexNumber(Long.parseUnsignedLong(text, 2, text.length(), 16));
  }

  @JsonValue
  @Override
  public String toString() {
    return "0x" + Long.toHexString(value);
  }
}
