package dev.okayd.setting;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A setting of okayd: a method of a {@code @ConfigMapping} interface. */
public final class Setting {
  private static final Pattern UPPER = Pattern.compile("([A-Z])");
  private static final Pattern NOT_IN_VARIABLE = Pattern.compile("[^A-Za-z0-9]");

  private final Method method;
  private final String prefix;
  private final String name;
  private final ValueForm form;

  private Setting(Method method) {
    this.method = method;
    this.prefix = method.getDeclaringClass().getAnnotation(ConfigMapping.class).prefix();
    this.name = method.isAnnotationPresent(WithParentName.class) ? prefix : inSamePrefix(method);
    this.form = ValueForm.of(method);
  }

  /** The settings of an interface, by name. */
  public static List<Setting> of(Class<?> mapping) {
    return Arrays.stream(mapping.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .map(Setting::new)
        .sorted(Comparator.comparing(Setting::name))
        .toList();
  }

  private String inSamePrefix(Method of) {
    return prefix + "." + UPPER.matcher(of.getName()).replaceAll("-$1").toLowerCase(Locale.ROOT);
  }

  /** The name; of a map, the name that every key follows. */
  public String name() {
    return name;
  }

  /** The method that returns the value. */
  public Method method() {
    return method;
  }

  /** Whether there is a value for each of many keys, such as the names of guests. */
  public boolean isMap() {
    return method.getReturnType() == Map.class;
  }

  /** The environment variable that sets it; of a map, what the variables of all keys begin with. */
  public String variable() {
    return variable(name) + (isMap() ? "_" : "");
  }

  static String variable(String name) {
    return NOT_IN_VARIABLE.matcher(name).replaceAll("_").toUpperCase(Locale.ROOT);
  }

  /** The values that it takes, in words. */
  public String expected() {
    return form.expected();
  }

  /** The value that it has where it is not set. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value);
  }

  /** The relation to another setting that has to hold, in words. */
  public Optional<String> relation() {
    return longerThan()
        .map(other -> longer(other) + inSamePrefixAs(other.value()))
        .or(
            () ->
                neededWith()
                    .map(other -> "needed with %s=%s".formatted(other.setting(), other.value())));
  }

  /** The name that it had in an earlier version. */
  Optional<String> formerName() {
    return Optional.ofNullable(method.getDeclaringClass().getAnnotation(FormerPrefix.class))
        .map(former -> former.value() + name.substring(prefix.length()));
  }

  /** Whether a property of this name sets it. */
  boolean isSetBy(String property) {
    return isMap() ? property.startsWith(name + ".") : property.equals(name);
  }

  /** The key in a property of a map, without its quotes. */
  String key(String property) {
    return property.substring(name.length() + 1).replaceAll("^\"(.*)\"$", "$1");
  }

  /** Whether an environment variable of this name sets it. */
  boolean isSetByVariable(String found) {
    return isMap() ? found.startsWith(variable()) : found.equals(variable());
  }

  /** Whether it takes a value. */
  boolean takes(String value) {
    return value.isEmpty() ? ValueForm.isOptional(method) && !isMap() : form.fits().test(value);
  }

  /** Whether messages must not show its value. */
  boolean isSecret() {
    return method.isAnnotationPresent(Secret.class);
  }

  Optional<NeededWith> neededWith() {
    return Optional.ofNullable(method.getAnnotation(NeededWith.class));
  }

  Optional<LongerThan> longerThan() {
    return Optional.ofNullable(method.getAnnotation(LongerThan.class));
  }

  /** The full name of another setting of the same interface. */
  String inSamePrefixAs(String last) {
    return prefix + "." + last;
  }

  static String longer(LongerThan relation) {
    String times = relation.times() == 1 ? "" : "%d times ".formatted(relation.times());
    return relation.orEqual() ? "at least as long as " + times : "longer than " + times;
  }

  static boolean isLongEnough(LongerThan relation, Duration value, Duration other) {
    int order = value.compareTo(other.multipliedBy(relation.times()));
    return order > 0 || (order == 0 && relation.orEqual());
  }
}
