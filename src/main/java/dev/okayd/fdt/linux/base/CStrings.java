package dev.okayd.fdt.linux.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Values and names as C reads them: bytes, each one character, up to a NUL. */
public final class CStrings {
  private CStrings() {}

  /** The bytes before the first NUL; empty where there is none. */
  public static Optional<String> read(byte[] value) {
    for (int i = 0; i < value.length; i++) {
      if (value[i] == 0) {
        return Optional.of(new String(value, 0, i, StandardCharsets.ISO_8859_1));
      }
    }
    return Optional.empty();
  }

  /** The value as {@code of_property_read_u32} reads it: longer ones are read too. */
  public static Optional<Integer> firstCell(byte[] value) {
    return value.length < Integer.BYTES
        ? Optional.empty()
        : Optional.of(ByteBuffer.wrap(value).getInt());
  }

  /** A key under which names are equal that {@code strcasecmp} has for equal. */
  public static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The name before its unit address, as {@code of_node_name_eq} compares it. */
  public static String stem(String nodeName) {
    int at = nodeName.indexOf('@');
    return at < 0 ? nodeName : nodeName.substring(0, at);
  }
}
