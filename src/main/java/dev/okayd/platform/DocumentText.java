package dev.okayd.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is wrong with a document, in okayd's own words and on one line: the parser's name Java
 * classes and its own switches.
 */
public final class DocumentText {
  private DocumentText() {}

  /** What is wrong, and where. */
  public static String of(JsonProcessingException e) {
    return what(e) + JsonPlace.of(e);
  }

  private static String what(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "The field is not known; known are " + known(unknown);
    }
    if (e instanceof ValueInstantiationException
        && e.getCause() instanceof IllegalArgumentException own) {
      return String.valueOf(own.getMessage());
    }
    if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
      return "The value is none of those that this field takes";
    }
    if (e instanceof MismatchedInputException) {
      return "A field is missing, is null, or has a value of another type than is expected";
    }
    return "The document cannot be read, or has a field twice";
  }

  private static String known(UnrecognizedPropertyException e) {
    return Optional.ofNullable(e.getKnownPropertyIds()).stream()
        .flatMap(Collection::stream)
        .map(Object::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
