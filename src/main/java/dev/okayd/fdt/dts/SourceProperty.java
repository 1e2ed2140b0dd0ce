package dev.okayd.fdt.dts;

import java.util.List;

/**
 * A property as the source has it.
 *
 * @param deleted whether it only marks the place of one that was deleted, or that is to be
 */
record SourceProperty(String name, List<ValuePart> value, Position position, boolean deleted) {
  SourceProperty {
    value = List.copyOf(value);
  }

  SourceProperty(String name, List<ValuePart> value, Position position) {
    this(name, value, position, false);
  }

  /** {@code /delete-property/ name}, and what is left of a property afterwards. */
  static SourceProperty deletion(String name, Position position) {
    return new SourceProperty(name, List.of(), position, true);
  }
}
