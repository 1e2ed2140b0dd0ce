package dev.okayd.xl;

import dev.okayd.xl.Value.Atom;
import dev.okayd.xl.Value.Listed;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A setting, with all that was assigned and added to it.
 *
 * @param name such as {@code disk}
 * @param parts of one kind and never empty: the value assigned last, and those added to it since
 * @param added whether the last of them was added, which xl does not take for numbers
 */
record Setting(String name, List<Value> parts, boolean added) {
  Setting {
    parts = List.copyOf(parts);
  }

  /** Where the value assigned last begins. */
  Position position() {
    return parts.get(0).position();
  }

  boolean isList() {
    return parts.get(0) instanceof Listed;
  }

  /** All strings, one after the other. */
  String text() {
    return parts.stream()
        .map(part -> part instanceof Atom atom ? atom.text() : "")
        .collect(Collectors.joining());
  }

  /** The values of all lists, one after the other. */
  List<Value> values() {
    return parts.stream()
        .flatMap(
            part ->
                part instanceof Listed list
                    ? list.values().stream()
                    : java.util.stream.Stream.empty())
        .toList();
  }
}
