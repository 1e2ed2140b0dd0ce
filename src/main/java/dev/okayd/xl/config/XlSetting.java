package dev.okayd.xl.config;

import dev.okayd.xl.config.XlValue.Atom;
import dev.okayd.xl.config.XlValue.Listed;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A setting, with all that was assigned and added to it.
 *
 * @param name such as {@code disk}
 * @param parts of one kind and never empty: the value assigned last, and those added to it since
 * @param added whether the last of them was added, which xl does not take for numbers
 */
public record XlSetting(String name, List<XlValue> parts, boolean added) {
  public XlSetting {
    parts = List.copyOf(parts);
  }

  /** Where the value assigned last begins. */
  XlPosition position() {
    return parts.get(0).position();
  }

  public boolean isList() {
    return parts.get(0) instanceof Listed;
  }

  /** All strings, one after the other. */
  public String text() {
    return parts.stream()
        .map(part -> part instanceof Atom atom ? atom.text() : "")
        .collect(Collectors.joining());
  }

  /** The values of all lists, one after the other. */
  public List<XlValue> values() {
    return parts.stream()
        .flatMap(
            part ->
                part instanceof Listed list
                    ? list.values().stream()
                    : java.util.stream.Stream.empty())
        .toList();
  }
}
