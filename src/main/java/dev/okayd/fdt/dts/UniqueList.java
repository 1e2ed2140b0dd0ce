package dev.okayd.fdt.dts;

import dev.okayd.fdt.Property;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Appends missing entries to the list in a property. A property that is not such a list stays
 * unchanged (dtc's {@code append_unique_str_to_property} and {@code
 * append_unique_u32_to_property}).
 */
final class UniqueList {
  private UniqueList() {}

  /** For lists of strings. */
  static Property ofStrings(Property old, Property added) {
    byte[] value = old.value();
    boolean list = value.length == 0 || value[value.length - 1] == 0;
    return list ? joined(old, strings(value), strings(added.value())) : old;
  }

  /** For lists of cells. */
  static Property ofCells(Property old, Property added) {
    boolean list = old.length() % Integer.BYTES == 0;
    return list ? joined(old, cells(old.value()), cells(added.value())) : old;
  }

  private static Property joined(
      Property old, List<ByteBuffer> entries, List<ByteBuffer> candidates) {
    Set<ByteBuffer> known = new HashSet<>(entries);
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.writeBytes(old.value());
    for (ByteBuffer candidate : candidates) {
      if (known.add(candidate)) {
        value.write(candidate.array(), candidate.arrayOffset(), candidate.remaining());
      }
    }
    return Property.bytes(old.name(), value.toByteArray());
  }

  private static List<ByteBuffer> strings(byte[] value) {
    List<ByteBuffer> strings = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < value.length; i++) {
      if (value[i] == 0) {
        strings.add(ByteBuffer.wrap(value, start, i + 1 - start).slice());
        start = i + 1;
      }
    }
    return strings;
  }

  private static List<ByteBuffer> cells(byte[] value) {
    List<ByteBuffer> cells = new ArrayList<>();
    for (int i = 0; i < value.length; i += Integer.BYTES) {
      cells.add(ByteBuffer.wrap(value, i, Integer.BYTES).slice());
    }
    return cells;
  }
}
