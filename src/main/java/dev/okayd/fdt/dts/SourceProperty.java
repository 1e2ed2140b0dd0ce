package dev.okayd.fdt.dts;

import java.util.List;

/** A property as the source has it. */
record SourceProperty(String name, List<ValuePart> value, Position position) {
  SourceProperty {
    value = List.copyOf(value);
  }
}
