package dev.okayd.store.json;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Optional;

/**
 * Words that the store has for the constants of an enum. A later version of okayd may have written
 * one that this version does not know; then it stands for the constant that is marked {@link
 * JsonEnumDefaultValue}, which is chosen so that nothing unsafe follows from it.
 */
public final class StoredEnum {
  private StoredEnum() {}

  /** The constant of a word; the default if this version does not know the word. */
  public static <E extends Enum<E>> E read(Class<E> type, String word) {
    return find(type, word)
        .or(() -> otherwise(type))
        .orElseThrow(
            () -> new IllegalStateException(type + " has no constant for words of later versions"));
  }

  /** The constant of a word, if this version knows it. */
  public static <E extends Enum<E>> Optional<E> find(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(word))
        .findFirst();
  }

  /** What a word stands for that this version does not know, if the enum says so. */
  static <E> Optional<E> otherwise(Class<E> type) {
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
