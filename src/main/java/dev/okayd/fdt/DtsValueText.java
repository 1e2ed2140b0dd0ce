package dev.okayd.fdt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Prints values in the DTS language. It guesses from the bytes of a value whether to print strings,
 * cells or bytes, by dtc's own rule ({@code guess_value_type} in treesource.c).
 */
final class DtsValueText {
  /**
   * The characters that dtc escapes by a letter; {@link #ESCAPES} holds the escapes in the same
   * order.
   */
  private static final String ESCAPED = "\u0007\b\t\n\u000b\f\r\\\"";

  private static final List<String> ESCAPES =
      List.of("\\a", "\\b", "\\t", "\\n", "\\v", "\\f", "\\r", "\\\\", "\\\"");

  private static final String DIGITS = "0123456789abcdef";

  private DtsValueText() {}

  /** Prints a value of at least one byte. The value may be very long. */
  static void print(ByteBuffer value, Appendable out) throws IOException {
    if (looksLikeStrings(value)) {
      strings(value, out);
    } else if (value.limit() % Integer.BYTES == 0) {
      cells(value, out);
    } else {
      bytes(value, out);
    }
  }

  /** Prints one cell in the form used between angle brackets. */
  static void printCell(int cell, Appendable out) throws IOException {
    out.append("0x");
    int digits = Math.max(2, (Integer.SIZE - Integer.numberOfLeadingZeros(cell) + 3) / 4);
    for (int digit = digits - 1; digit >= 0; digit--) {
      out.append(DIGITS.charAt((cell >>> (4 * digit)) & 0xf));
    }
  }

  private static boolean looksLikeStrings(ByteBuffer value) {
    int nuls = 0;
    for (int i = 0; i < value.limit(); i++) {
      byte b = value.get(i);
      if (b == 0) {
        nuls++;
      } else if (!isPrintable(b) && ESCAPED.indexOf(b) < 0) {
        return false;
      }
    }
    return value.get(value.limit() - 1) == 0 && nuls <= value.limit() - nuls;
  }

  private static boolean isPrintable(int character) {
    return character >= ' ' && character <= '~';
  }

  private static void strings(ByteBuffer value, Appendable out) throws IOException {
    out.append('"');
    for (int i = 0; i < value.limit() - 1; i++) {
      char character = (char) value.get(i);
      int escaped = ESCAPED.indexOf(character);
      if (character == 0) {
        out.append("\", \"");
      } else if (escaped < 0) {
        out.append(character);
      } else {
        out.append(ESCAPES.get(escaped));
      }
    }
    out.append('"');
  }

  private static void cells(ByteBuffer value, Appendable out) throws IOException {
    String separator = "<";
    for (int i = 0; i < value.limit(); i += Integer.BYTES) {
      out.append(separator);
      printCell(value.getInt(i), out);
      separator = " ";
    }
    out.append('>');
  }

  private static void bytes(ByteBuffer value, Appendable out) throws IOException {
    String separator = "[";
    for (int i = 0; i < value.limit(); i++) {
      byte b = value.get(i);
      out.append(separator);
      out.append(DIGITS.charAt((b >>> 4) & 0xf));
      out.append(DIGITS.charAt(b & 0xf));
      separator = " ";
    }
    out.append(']');
  }
}
