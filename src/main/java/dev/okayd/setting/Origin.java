package dev.okayd.setting;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SysPropConfigSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Where a property is set.
 *
 * @param source the name of the source
 */
record Origin(String source) {
  private static final Pattern FILE = Pattern.compile(".*\\[source=(?:file:)?(.*)]");

  static Origin of(ConfigSource source) {
    return new Origin(source.getName());
  }

  static Origin of(ConfigValue value) {
    return new Origin(String.valueOf(value.getConfigSourceName()));
  }

  /** What to do about it. */
  String change(String name) {
    return "Change " + place(name, "in");
  }

  /** What to do about a name that another has replaced. */
  String rename(String name) {
    return "Rename " + place(name, "in");
  }

  /** What to do about a name that means nothing. */
  String remove(String name) {
    return "Remove " + place(name, "from");
  }

  private String place(String name, String preposition) {
    if (source.equals(SysPropConfigSource.NAME)) {
      return "the system property -D" + name;
    }
    if (source.equals(EnvConfigSource.NAME)) {
      return "the environment variable " + Setting.variable(name);
    }
    Matcher file = FILE.matcher(source);
    return "it %s ".formatted(preposition) + (file.matches() ? file.group(1) : source);
  }

  /** Whether SmallRye Config made the name from the name of an environment variable. */
  static boolean isDerivedFromVariable(ConfigSource from, String name) {
    return from instanceof EnvConfigSource
        && !name.equals(Setting.variable(name))
        && from.getPropertyNames().contains(Setting.variable(name));
  }
}
