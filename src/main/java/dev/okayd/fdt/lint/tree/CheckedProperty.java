package dev.okayd.fdt.lint.tree;

import dev.okayd.fdt.Property;
import dev.okayd.fdt.dts.source.PropertyOrigin;
import dev.okayd.fdt.dts.source.SourceSpan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** A property with the accessors that the checks need. */
public final class CheckedProperty {
  private final String name;
  private final byte[] value;
  private final PropertyOrigin origin;

  CheckedProperty(Property property, PropertyOrigin origin) {
    this.name = property.name();
    this.value = property.value();
    this.origin = origin;
  }

  public String name() {
    return name;
  }

  /** Length of the value in bytes. */
  public int length() {
    return value.length;
  }

  /** The number of whole cells in the value. */
  public int cells() {
    return value.length / Integer.BYTES;
  }

  public boolean isWholeCells() {
    return value.length % Integer.BYTES == 0;
  }

  /** The cell at this index, from 0; it must be less than {@link #cells}. */
  public int cell(int index) {
    return ByteBuffer.wrap(value).getInt(index * Integer.BYTES);
  }

  /** The value as one cell; empty if it is not exactly one. */
  public OptionalInt onlyCell() {
    return value.length == Integer.BYTES ? OptionalInt.of(cell(0)) : OptionalInt.empty();
  }

  /** The bytes up to the first NUL, one character for each byte. */
  public String text() {
    return textAt(0);
  }

  private String textAt(int start) {
    int end = start;
    while (end < value.length && value[end] != 0) {
      end++;
    }
    return new String(value, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** Whether the value is one string: it ends with its only NUL. */
  public boolean isString() {
    return value.length > 0 && text().length() == value.length - 1;
  }

  /** Whether the value is a list of strings, each terminated by a NUL; the list may be empty. */
  public boolean isStringList() {
    return value.length == 0 || value[value.length - 1] == 0;
  }

  /** Whether the value contains this string. */
  public boolean hasString(String wanted) {
    int start = 0;
    while (start < value.length) {
      String string = textAt(start);
      if (string.equals(wanted)) {
        return true;
      }
      start += string.length() + 1;
    }
    return false;
  }

  /** Whether a source text has a plain number for this cell and not a reference. */
  public boolean isWrittenAsNumber(int cell) {
    return origin.span().isPresent() && !origin.phandlesAt().contains(cell * Integer.BYTES);
  }

  /** Its place in a source text. */
  Optional<SourceSpan> span() {
    return origin.span();
  }
}
