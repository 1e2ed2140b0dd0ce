package dev.okayd.store.json;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads words of stored documents that this version does not know as {@link StoredEnum} does. In an
 * optional field, a word of an enum without a default is as good as none.
 */
final class UnknownEnumHandler extends DeserializationProblemHandler {

  @Override
  public @Nullable Object handleWeirdStringValue(
      DeserializationContext context, Class<?> type, String word, @Nullable String failure)
      throws IOException {
    return type.isEnum()
        ? StoredEnum.otherwise(type).orElse(null)
        : super.handleWeirdStringValue(context, type, word, failure);
  }

  /** An enum that is made by a function of its own. */
  @Override
  public @Nullable Object handleInstantiationProblem(
      DeserializationContext context, Class<?> type, @Nullable Object word, Throwable failure)
      throws IOException {
    return type.isEnum()
        ? StoredEnum.otherwise(type).orElse(null)
        : super.handleInstantiationProblem(context, type, word, failure);
  }
}
