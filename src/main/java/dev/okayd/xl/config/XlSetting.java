package dev.okayd.xl.config;

import dev.okayd.xl.config.XlValue.Atom;
import dev.okayd.xl.config.XlValue.Listed;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A setting with its assigned and added values.
 *
 * @param name such as {@code disk}
 * @param parts values of one kind, never empty: the last assigned value and the values added since
 * @param added whether a value was added, which xl does not allow for numbers
 */
public record XlSetting(String name, List<XlValue> parts, boolean added) {
  public XlSetting {
    parts = List.copyOf(parts);
  }

  /** The start of the last assigned value. */
  XlPosition position() {
    return parts.get(0).position();
  }

  public boolean isList() {
    return parts.get(0) instanceof Listed;
  }

  /** All strings, concatenated. */
  public String text() {
    return parts.stream()
        .map(part -> part instanceof Atom atom ? atom.text() : "")
        .collect(Collectors.joining());
  }

  /** The values of all lists, concatenated. */
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
