package dev.okayd.setting;

import dev.okayd.document.Names;
import dev.okayd.document.SpellingSuggestion;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Compares the configured names and values with the settings that okayd has. */
public final class SettingsCheck {
  private static final String ROOT = "okayd";
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final String VARIABLE_ROOT = "OKAYD_";

  /** Kubernetes sets such variables for a service that is called {@code okayd-store}. */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile(
          "OKAYD_.*(_SERVICE_HOST|_SERVICE_PORT(_.*)?|_PORT|_PORT_[0-9]+_(TCP|UDP|SCTP)(_.*)?)");

  private final List<Setting> settings;
  private final Map<String, Setting> byName;

  /** A check of the settings of these {@code @ConfigMapping} interfaces. */
  public SettingsCheck(List<Class<?>> mappings) {
    settings = mappings.stream().flatMap(mapping -> Setting.of(mapping).stream()).toList();
    byName = settings.stream().collect(Collectors.toMap(Setting::name, Function.identity()));
  }

  /** A line for each name that is no setting and for each value that a setting does not take. */
  public List<String> faults(SmallRyeConfig config) {
    List<String> faults = new ArrayList<>();
    unknownNames(config, faults);
    Set<String> wrong = new HashSet<>();
    for (Setting setting : settings) {
      for (String property : properties(config, setting)) {
        Optional<String> fault = value(config, setting, property);
        fault.ifPresent(faults::add);
        fault.ifPresent(text -> wrong.add(setting.name()));
      }
    }
    for (Setting setting : settings) {
      setting
          .longerThan()
          .filter(relation -> !wrong.contains(setting.name()))
          .filter(relation -> !wrong.contains(setting.inSamePrefixAs(relation.value())))
          .flatMap(relation -> tooShort(config, setting, relation))
          .ifPresent(faults::add);
      setting
          .neededWith()
          .filter(relation -> !wrong.contains(relation.setting()))
          .filter(relation -> !wrong.contains(setting.name()))
          .flatMap(relation -> missing(config, setting, relation))
          .ifPresent(faults::add);
    }
    return faults;
  }

  private Optional<Setting> setting(String property) {
    return settings.stream().filter(setting -> setting.isSetBy(property)).findFirst();
  }

  /** The one property of a setting; of a map, a property for each key. */
  private static Set<String> properties(SmallRyeConfig config, Setting setting) {
    if (!setting.isMap()) {
      return Set.of(setting.name());
    }
    Set<String> properties = new TreeSet<>();
    for (String property : config.getPropertyNames()) {
      if (setting.isSetBy(property)
          && !OF_KUBERNETES.matcher(Setting.variable(property)).matches()) {
        properties.add(property);
      }
    }
    return properties;
  }

  private static Optional<String> value(SmallRyeConfig config, Setting setting, String property) {
    ConfigValue found;
    try {
      found = config.getConfigValue(property);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      // an expression that refers to itself, or that needs a handler of secrets
      String why = String.valueOf(e.getMessage()).replaceFirst("^SRCFG\\d+: ", "");
      return Optional.of("%s cannot be resolved: %s. Change it".formatted(property, why));
    }
    if (setting.isMap() && !Names.isName(setting.key(property))) {
      return Optional.of(
          "%s has the key \"%s\"; expected is the name of a guest in quotes, as in %s.\"domu1\". %s"
              .formatted(
                  property,
                  setting.key(property),
                  setting.name(),
                  Origin.of(found).change(property)));
    }
    Optional<String> raw = Optional.ofNullable(found.getRawValue());
    Optional<String> value = value(found);
    if (raw.isEmpty() || value.filter(setting::takes).isPresent()) {
      return Optional.empty();
    }
    String what =
        value
            .map(text -> shown(setting, text))
            .orElseGet(
                () -> shown(setting, raw.get()) + ", which refers to a property that is not set");
    return Optional.of(
        "%s is %s; expected is %s. %s"
            .formatted(property, what, setting.expected(), Origin.of(found).change(property)));
  }

  private static Optional<String> value(ConfigValue found) {
    try {
      return Optional.ofNullable(found.getValue());
    } catch (NoSuchElementException e) {
      return Optional.empty();
    }
  }

  private Optional<String> tooShort(SmallRyeConfig config, Setting setting, LongerThan relation) {
    Setting other = byName.get(setting.inSamePrefixAs(relation.value()));
    if (other == null) {
      throw new IllegalStateException("%s is no setting".formatted(relation.value()));
    }
    String value = effective(config, setting);
    String bound = effective(config, other);
    Optional<Duration> duration = ValueForm.duration(value);
    Optional<Duration> least = ValueForm.duration(bound);
    if (duration.isEmpty()
        || least.isEmpty()
        || Setting.isLongEnough(relation, duration.get(), least.get())) {
      return Optional.empty();
    }
    return Optional.of(
        "%s is %s; expected is a duration %s%s, which is %s. Change one of the two"
            .formatted(setting.name(), value, Setting.longer(relation), other.name(), bound));
  }

  private Optional<String> missing(SmallRyeConfig config, Setting setting, NeededWith relation) {
    Setting other = byName.get(relation.setting());
    if (other == null) {
      throw new IllegalStateException("%s is no setting".formatted(relation.setting()));
    }
    boolean isNeeded = effective(config, other).equals(relation.value());
    return isNeeded && effective(config, setting).isEmpty()
        ? Optional.of(
            "%s is not set, and %s is %s; expected is %s. Set %s"
                .formatted(
                    setting.name(),
                    other.name(),
                    relation.value(),
                    setting.expected(),
                    setting.name()))
        : Optional.empty();
  }

  private static String effective(SmallRyeConfig config, Setting setting) {
    return value(config.getConfigValue(setting.name())).or(setting::defaultValue).orElse("");
  }

  private void unknownNames(SmallRyeConfig config, List<String> faults) {
    Set<String> seen = new HashSet<>();
    for (ConfigSource source : config.getConfigSources()) {
      for (String name : new TreeSet<>(source.getPropertyNames())) {
        String plain = withoutProfile(name, config.getProfiles());
        if (!Origin.isDerivedFromVariable(source, name) && seen.add(plain)) {
          unknown(plain, source).ifPresent(faults::add);
        }
      }
    }
  }

  /** {@code %prod.okayd.store} is {@code okayd.store} where the profile is {@code prod}. */
  private static String withoutProfile(String name, List<String> profiles) {
    int dot = name.indexOf('.');
    boolean isActive =
        name.startsWith("%")
            && dot > 0
            && Stream.of(name.substring(1, dot).split(",")).anyMatch(profiles::contains);
    return isActive ? name.substring(dot + 1) : name;
  }

  private Optional<String> unknown(String name, ConfigSource source) {
    Origin origin = Origin.of(source);
    if (name.startsWith(VARIABLE_ROOT)) {
      return source instanceof EnvConfigSource
          ? unknownVariable(name, origin)
          : misplacedVariable(name, origin);
    }
    if (name.startsWith(BYTE_ORDER_MARK + ROOT)) {
      return Optional.of(
          "A byte order mark comes before %s, so the setting has no effect. %s"
              .formatted(name.substring(1), origin.remove("it")));
    }
    String lower = name.toLowerCase(Locale.ROOT);
    boolean isOurs = lower.equals(ROOT) || lower.startsWith(ROOT + ".");
    if (!isOurs || setting(name).isPresent()) {
      return Optional.empty();
    }
    if (settings.stream().anyMatch(setting -> setting.isMap() && setting.name().equals(name))) {
      return Optional.of(
          "%s needs the name of a guest, as in %s.\"domu1\". %s"
              .formatted(name, name, origin.change(name)));
    }
    for (Setting setting : settings) {
      if (setting.formerName().filter(name::equals).isPresent()) {
        return Optional.of(
            "%s is now called %s. %s".formatted(name, setting.name(), origin.rename(name)));
      }
    }
    int key = name.indexOf('"');
    String stem = key > 1 ? name.substring(0, key - 1) : name;
    return Optional.of(noSetting(name, SpellingSuggestion.to(stem, names()), origin));
  }

  /** Only environment variables have such names; elsewhere they have no effect. */
  private Optional<String> misplacedVariable(String name, Origin origin) {
    return settings.stream()
        .filter(setting -> setting.isSetByVariable(name))
        .findFirst()
        .map(
            setting ->
                "%s is the name of an environment variable and has no effect here; the setting is %s. %s"
                    .formatted(name, setting.name(), origin.rename(name)));
  }

  /**
   * Another program may have variables that begin with {@code OKAYD_}. One is refused where it
   * begins as a setting does, or is nearly the name of one.
   */
  private Optional<String> unknownVariable(String name, Origin origin) {
    if (OF_KUBERNETES.matcher(name).matches()
        || settings.stream().anyMatch(setting -> setting.isSetByVariable(name))) {
      return Optional.empty();
    }
    for (Setting setting : settings) {
      if (setting.formerName().map(Setting::variable).filter(name::equals).isPresent()) {
        return Optional.of(
            "%s is now called %s. %s".formatted(name, setting.variable(), origin.rename(name)));
      }
    }
    List<String> variables = settings.stream().map(Setting::variable).toList();
    Optional<String> suggestion = SpellingSuggestion.to(name, variables);
    boolean isInGroup = groups().anyMatch(name::startsWith);
    return isInGroup || suggestion.isPresent()
        ? Optional.of(noSetting(name, suggestion, origin))
        : Optional.empty();
  }

  /** What variables of settings begin with, such as {@code OKAYD_STORE_}. */
  private Stream<String> groups() {
    return settings.stream()
        .map(Setting::name)
        .map(name -> name.split("\\.", 3))
        .map(parts -> Setting.variable(parts[0] + "." + parts[1]) + "_");
  }

  private List<String> names() {
    return settings.stream().map(Setting::name).toList();
  }

  private static String noSetting(String name, Optional<String> suggestion, Origin origin) {
    return suggestion
        .map(
            known ->
                "%s is no setting of okayd; did you mean %s? %s"
                    .formatted(name, known, origin.change(name)))
        .orElseGet(() -> "%s is no setting of okayd. %s".formatted(name, origin.remove(name)));
  }

  private static String shown(Setting setting, String value) {
    return setting.isSecret() && !value.isEmpty() ? "a value that is not shown" : shown(value);
  }

  private static String shown(String value) {
    if (value.isEmpty()) {
      return "empty";
    }
    String printable = value.replaceAll("\\p{Cntrl}", "?");
    return printable.matches("[0-9A-Za-z.+-]{1,60}")
        ? printable
        : "\"%s\""
            .formatted(printable.length() > 60 ? printable.substring(0, 60) + "…" : printable);
  }
}
