package dev.okayd.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.okayd.error.ErrorCode;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is wrong with a document, in okayd's own words: the parser's name Java classes and its own
 * switches.
 *
 * @param code of the problem
 * @param detail what, and where
 */
record JsonComplaint(ErrorCode code, String detail) {

  static JsonComplaint of(JsonProcessingException e) {
    ErrorCode code =
        e instanceof UnrecognizedPropertyException
            ? ErrorCode.UNKNOWN_FIELD
            : ErrorCode.MALFORMED_JSON;
    return new JsonComplaint(code, what(e) + JsonPlace.of(e));
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
      return "The value is none of those that openapi.yaml names";
    }
    if (e instanceof MismatchedInputException) {
      return "A field is missing, is null, or has a value of another type than is expected";
    }
    return "The body is no JSON, or has a field twice";
  }

  private static String known(UnrecognizedPropertyException e) {
    return Optional.ofNullable(e.getKnownPropertyIds()).stream()
        .flatMap(Collection::stream)
        .map(Object::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  Response response() {
    return Problem.response(code, detail);
  }
}
