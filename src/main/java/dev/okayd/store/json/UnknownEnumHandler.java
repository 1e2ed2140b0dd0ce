package dev.okayd.store.json;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads unknown enum constants of stored documents as {@link StoredEnum} does. An unknown constant
 * of an enum without a default is read as null, so an optional field is empty.
 */
final class UnknownEnumHandler extends DeserializationProblemHandler {

  @Override
  public @Nullable Object handleWeirdStringValue(
      DeserializationContext context, Class<?> type, String word, @Nullable String failure)
      throws IOException {
    return type.isEnum()
        ? StoredEnum.defaultOf(type).orElse(null)
        : super.handleWeirdStringValue(context, type, word, failure);
  }

  /** For an enum with a factory method. */
  @Override
  public @Nullable Object handleInstantiationProblem(
      DeserializationContext context, Class<?> type, @Nullable Object word, Throwable failure)
      throws IOException {
    return type.isEnum()
        ? StoredEnum.defaultOf(type).orElse(null)
        : super.handleInstantiationProblem(context, type, word, failure);
  }
}
