package dev.okayd.store.json;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads enum constants from the store, also by the former names that {@link JsonAlias} lists. A
 * later version of okayd may have stored a name that this version does not know; it is read as the
 * constant marked {@link JsonEnumDefaultValue}. Each enum marks a constant with safe consequences.
 */
public final class StoredEnum {
  private StoredEnum() {}

  /** The constant of a name; the default if this version does not know the name. */
  public static <E extends Enum<E>> E read(Class<E> type, String word) {
    return find(type, word)
        .or(() -> defaultOf(type))
        .orElseThrow(
            () -> new IllegalStateException(type + " has no default constant for unknown names"));
  }

  /** The constant of a name, if this version knows it. */
  public static <E extends Enum<E>> Optional<E> find(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(word) || formerNames(constant).contains(word))
        .findFirst();
  }

  private static List<String> formerNames(Enum<?> constant) {
    try {
      JsonAlias alias =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonAlias.class);
      return alias == null ? List.of() : List.of(alias.value());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The default for unknown names, if the enum marks one. */
  static <E> Optional<E> defaultOf(Class<E> type) {
    Optional<String> name =
        Arrays.stream(type.getFields())
            .filter(field -> field.isAnnotationPresent(JsonEnumDefaultValue.class))
            .map(Field::getName)
            .findFirst();
    return Arrays.stream(type.getEnumConstants())
        .filter(
            constant ->
                constant instanceof Enum<?> word && name.filter(word.name()::equals).isPresent())
        .findFirst();
  }
}
