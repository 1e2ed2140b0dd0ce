package dev.okayd.setting;

import io.quarkus.runtime.configuration.DurationConverter;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values that a setting takes.
 *
 * @param expected the values in words, such as {@code a number from 1 to 10}
 * @param fits whether a text is one of them
 */
record ValueForm(String expected, Predicate<String> fits) {
  private static final Set<Type> COUNTS =
      Set.of(int.class, long.class, OptionalInt.class, OptionalLong.class);

  /** The words that SmallRye Config converts to a boolean without a warning, and {@code false}. */
  private static final Set<String> BOOLEANS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "1", "0");

  /**
   * The form of the value that a method of a mapping returns.
   *
   * @throws IllegalStateException if the method lacks the annotation that its type needs
   */
  static ValueForm of(Method method) {
    Type type = valueType(method.getGenericReturnType());
    if (COUNTS.contains(type)) {
      return count(required(method, method.getAnnotation(CountRange.class)));
    }
    if (type == Duration.class) {
      return duration(required(method, method.getAnnotation(DurationRange.class)));
    }
    if (type == boolean.class) {
      return new ValueForm(
          "true or false", text -> BOOLEANS.contains(text.toLowerCase(Locale.ROOT)));
    }
    if (type == Path.class) {
      return new ValueForm("a path", ValueForm::isPath);
    }
    if (type instanceof Class<?> constants && constants.isEnum()) {
      return oneOf(constants);
    }
    if (type == String.class) {
      return Optional.ofNullable(method.getAnnotation(TextForm.class))
          .map(form -> new ValueForm(form.expected(), text -> text.matches(form.pattern())))
          .orElseGet(() -> new ValueForm("a text", text -> true));
    }
    throw new IllegalStateException("%s has a type that settings do not have".formatted(method));
  }

  /** Whether a setting of this type may be absent. */
  static boolean isOptional(Method method) {
    return Set.of(Optional.class, OptionalInt.class, OptionalLong.class, Map.class)
        .contains(method.getReturnType());
  }

  private static Type valueType(Type type) {
    if (type instanceof ParameterizedType of && isContainer(of.getRawType())) {
      Type[] arguments = of.getActualTypeArguments();
      return arguments[arguments.length - 1];
    }
    return type;
  }

  private static boolean isContainer(Type type) {
    return type == Optional.class || type == Map.class;
  }

  private static <A> A required(Method method, @Nullable A annotation) {
    if (annotation == null) {
      throw new IllegalStateException("%s has no range".formatted(method));
    }
    return annotation;
  }

  private static ValueForm count(CountRange range) {
    String expected =
        range.most() == Long.MAX_VALUE
            ? "a number of %d or more".formatted(range.least())
            : "a number from %d to %d".formatted(range.least(), range.most());
    return new ValueForm(
        expected,
        text -> number(text).filter(n -> n >= range.least() && n <= range.most()).isPresent());
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static ValueForm duration(DurationRange range) {
    Duration least = duration(range.least()).orElseThrow();
    Duration most = duration(range.most()).orElseThrow();
    return new ValueForm(
        "a duration from %s to %s".formatted(range.least(), range.most()),
        text ->
            duration(text)
                .filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0)
                .isPresent());
  }

  /** The duration that a text means in a configuration of Quarkus. */
  static Optional<Duration> duration(String text) {
    try {
      return Optional.ofNullable(DurationConverter.parseDuration(text));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static boolean isPath(String text) {
    try {
      return !Path.of(text).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static ValueForm oneOf(Class<?> constants) {
    List<String> words =
        Arrays.stream(constants.getEnumConstants())
            .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    return new ValueForm(words.stream().collect(Collectors.joining(" or ")), words::contains);
  }
}
