package dev.okayd.fdt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The strings block as dtc lays it out: names in the order of their first use, each one shared with
 * any earlier place where the same characters end in a NUL, so also with the tail of a longer name
 * ({@code stringtable_insert} in dtc's flattree.c).
 */
final class StringsBlock {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Map<String, Integer> offsets = new HashMap<>();

  /** The offset of a name, which is added if it is not there yet. */
  int offset(String name) {
    Integer known = offsets.get(name);
    if (known != null) {
      return known;
    }
    int start = bytes.size();
    bytes.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(0);
    for (int i = 0; i < name.length(); i++) {
      offsets.putIfAbsent(name.substring(i), start + i);
    }
    return start;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
