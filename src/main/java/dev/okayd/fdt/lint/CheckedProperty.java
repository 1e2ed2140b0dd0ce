package dev.okayd.fdt.lint;

import dev.okayd.fdt.Property;
import dev.okayd.fdt.dts.source.PropertyOrigin;
import dev.okayd.fdt.dts.source.SourceSpan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** A property as the checks read it. */
final class CheckedProperty {
  private final String name;
  private final byte[] value;
  private final PropertyOrigin origin;

  CheckedProperty(Property property, PropertyOrigin origin) {
    this.name = property.name();
    this.value = property.value();
    this.origin = origin;
  }

  String name() {
    return name;
  }

  /** In bytes. */
  int length() {
    return value.length;
  }

  /** How many whole cells the value has. */
  int cells() {
    return value.length / Integer.BYTES;
  }

  boolean isWholeCells() {
    return value.length % Integer.BYTES == 0;
  }

  /** The cell of this number, from 0, of which there are more. */
  int cell(int number) {
    return ByteBuffer.wrap(value).getInt(number * Integer.BYTES);
  }

  /** The cell that the value is; empty if it is not one. */
  OptionalInt onlyCell() {
    return value.length == Integer.BYTES ? OptionalInt.of(cell(0)) : OptionalInt.empty();
  }

  /** The bytes up to the first NUL, each one a character. */
  String text() {
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
  boolean isString() {
    return value.length > 0 && text().length() == value.length - 1;
  }

  /** Whether the value is strings, each ended by a NUL; none is right, too. */
  boolean isStringList() {
    return value.length == 0 || value[value.length - 1] == 0;
  }

  /** Whether one of the strings of the value is this one. */
  boolean hasString(String wanted) {
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

  /** Whether a source text has a plain number where this cell is, and not a reference. */
  boolean isWrittenAsNumber(int number) {
    return origin.span().isPresent() && !origin.phandlesAt().contains(number * Integer.BYTES);
  }

  /** Where it stands in a source text. */
  Optional<SourceSpan> span() {
    return origin.span();
  }
}
