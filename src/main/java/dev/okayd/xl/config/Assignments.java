package dev.okayd.xl.config;

import dev.okayd.xl.config.XlValue.Listed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The assignments and additions of an xl.cfg. Keeps additions in a list and joins them once, so
 * that a thousand additions to one string do not create a thousand strings.
 */
final class Assignments {
  private final Map<String, List<XlValue>> parts = new LinkedHashMap<>();
  private final Set<String> added = new HashSet<>();

  void assign(String name, XlValue value) {
    parts.put(name, new ArrayList<>(List.of(value)));
    added.remove(name);
  }

  /** Adds to the value of a name; assigns if the name has no value, as xl does. */
  void add(String name, XlValue value) {
    List<XlValue> before = parts.computeIfAbsent(name, unknown -> new ArrayList<>());
    if (!before.isEmpty() && isList(before.get(0)) != isList(value)) {
      throw new XlException(
          value.position(),
          "%s is added to %s, which is %s; xl adds lists to lists and strings to strings"
              .formatted(described(value), name, described(before.get(0))));
    }
    before.add(value);
    added.add(name);
  }

  Map<String, XlSetting> settings() {
    Map<String, XlSetting> settings = new LinkedHashMap<>();
    parts.forEach(
        (name, values) -> settings.put(name, new XlSetting(name, values, added.contains(name))));
    return settings;
  }

  private static boolean isList(XlValue value) {
    return value instanceof Listed;
  }

  private static String described(XlValue value) {
    return isList(value) ? "a list" : "a string";
  }
}
