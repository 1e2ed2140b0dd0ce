package dev.okayd.fdt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A named value of a node. The value is an array of bytes, and the binding defines its type. The
 * {@code as} methods interpret the bytes as one type; they return empty if the bytes do not have
 * its form (specification, §2.2.4).
 */
public final class Property {
  private final String name;
  private final byte[] value;

  private Property(String name, byte[] value) {
    this.name = Objects.requireNonNull(name);
    this.value = value;
  }

  /** A property with a copy of these bytes as its value. */
  public static Property bytes(String name, byte[] value) {
    return new Property(name, value.clone());
  }

  /** A property without a value, such as {@code dma-coherent}. */
  public static Property empty(String name) {
    return new Property(name, new byte[0]);
  }

  /** A {@code <stringlist>}: each string in UTF-8 and terminated by a NUL. */
  public static Property strings(String name, String... strings) {
    return new Property(name, (String.join("\0", strings) + "\0").getBytes(StandardCharsets.UTF_8));
  }

  /** A {@code <prop-encoded-array>} of 32-bit cells, big-endian. */
  public static Property cells(String name, int... cells) {
    ByteBuffer buffer = ByteBuffer.allocate(cells.length * Integer.BYTES);
    Arrays.stream(cells).forEach(buffer::putInt);
    return new Property(name, buffer.array());
  }

  /** The property's name, such as {@code status}. */
  public String name() {
    return name;
  }

  /** A copy of the value. */
  public byte[] value() {
    return value.clone();
  }

  /** The value as a read-only buffer, without a copy. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(value).asReadOnlyBuffer();
  }

  /** Length of the value in bytes. */
  public int length() {
    return value.length;
  }

  /** The value as one string: it ends with a NUL and has no other NUL. */
  public Optional<String> asString() {
    return asStrings().filter(strings -> strings.size() == 1).map(strings -> strings.get(0));
  }

  /** The strings of a {@code <stringlist>}; empty if the last one is not terminated by a NUL. */
  public Optional<List<String>> asStrings() {
    if (value.length == 0 || value[value.length - 1] != 0) {
      return Optional.empty();
    }
    List<String> strings = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < value.length; i++) {
      if (value[i] == 0) {
        strings.add(new String(value, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    return Optional.of(List.copyOf(strings));
  }

  /** The value as 32-bit cells; empty if its length is not a multiple of four. */
  public Optional<int[]> asCells() {
    if (value.length % Integer.BYTES != 0) {
      return Optional.empty();
    }
    int[] cells = new int[value.length / Integer.BYTES];
    ByteBuffer.wrap(value).asIntBuffer().get(cells);
    return Optional.of(cells);
  }

  /** The value as one 32-bit number, such as {@code #address-cells} or a phandle. */
  public Optional<Integer> asCell() {
    return asCells().filter(cells -> cells.length == 1).map(cells -> cells[0]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Property that
        && name.equals(that.name)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return DtsPrinter.print(this);
  }
}
