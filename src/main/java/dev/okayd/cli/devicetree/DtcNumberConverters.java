package dev.okayd.cli.devicetree;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts numbers as dtc does: decimal, hexadecimal with 0x, or octal with 0. */
final class DtcNumberConverters {
  private DtcNumberConverters() {}

  /** A number of bytes. */
  static final class Size implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) number(text, Integer.MAX_VALUE);
    }
  }

  /** An unsigned 32-bit number. */
  static final class Cell implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) number(text, 0xffffffffL);
    }
  }

  private static long number(String text, long most) {
    try {
      long number = Long.decode(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the message below covers this as well
    }
    throw new TypeConversionException("\"%s\" is not a number from 0 to %d".formatted(text, most));
  }
}
