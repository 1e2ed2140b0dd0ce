package dev.okayd.fdt.linux.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Reads values and names as C code does: bytes up to a NUL, one character for each byte. */
public final class CStrings {
  private CStrings() {}

  /** The bytes before the first NUL; empty if there is no NUL. */
  public static Optional<String> read(byte[] value) {
    for (int i = 0; i < value.length; i++) {
      if (value[i] == 0) {
        return Optional.of(new String(value, 0, i, StandardCharsets.ISO_8859_1));
      }
    }
    return Optional.empty();
  }

  /**
   * The first cell of the value, as {@code of_property_read_u32} reads it; the value may be longer.
   */
  public static Optional<Integer> firstCell(byte[] value) {
    return value.length < Integer.BYTES
        ? Optional.empty()
        : Optional.of(ByteBuffer.wrap(value).getInt());
  }

  /** A key that is equal for names that {@code strcasecmp} considers equal. */
  public static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The name before its unit address, as {@code of_node_name_eq} compares it. */
  public static String baseName(String nodeName) {
    int at = nodeName.indexOf('@');
    return at < 0 ? nodeName : nodeName.substring(0, at);
  }
}
