package dev.okayd.cli.devicetree;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers as dtc takes them: decimal, 0x and hexadecimal, or 0 and octal. */
final class DtcNumberConverters {
  private DtcNumberConverters() {}

  /** A number of bytes. */
  static final class Size implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) number(text, Integer.MAX_VALUE);
    }
  }

  /** A number of 32 bits, unsigned. */
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
      // the same is to be said
    }
    throw new TypeConversionException("\"%s\" is no number from 0 to %d".formatted(text, most));
  }
}
