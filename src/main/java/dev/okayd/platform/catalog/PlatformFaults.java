package dev.okayd.platform.catalog;

import com.google.errorprone.annotations.FormatMethod;
import dev.okayd.platform.HexNumber;
import java.util.ArrayList;
import java.util.List;

/** Collects the faults of a platform file. */
final class PlatformFaults {
  /** Names of nodes, without the unit address (device tree specification, 2.2.1). */
  private static final String NODE_NAME = "[0-9a-zA-Z,._+-]{1,31}";

  private final List<String> faults = new ArrayList<>();

  /** Adds a fault unless a condition is met. */
  @FormatMethod
  void expect(boolean met, String fault, Object... values) {
    if (!met) {
      faults.add(fault.formatted(values));
    }
  }

  /** Expects a name of a node. */
  void nodeName(String field, String name) {
    expect(
        name.matches(NODE_NAME), "%s is \"%s\"; expected a name of a node without @", field, name);
  }

  /** Expects a number of one cell. */
  void cell(String field, HexNumber number) {
    expect(
        number.value() >>> Integer.SIZE == 0,
        "%s is %s; expected a number of 32 bits",
        field,
        number);
  }

  /** Whether a range ends within 64 bits. */
  static boolean fits(long base, long size) {
    return base == 0 || Long.compareUnsigned(size, -base) <= 0;
  }

  /** All faults so far. */
  List<String> all() {
    return List.copyOf(faults);
  }
}
