package dev.okayd.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.stream.Collectors;

/** What is wrong with a document, in words that name its fields and not the classes of okayd. */
final class JsonComplaint {
  private JsonComplaint() {}

  static String of(JsonProcessingException e) {
    return (what(e) + place(e)).replaceAll("[\\r\\n]+", " ");
  }

  private static String what(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "there is no field \"%s\"".formatted(unknown.getPropertyName());
    }
    if (e instanceof ValueInstantiationException refused && refused.getCause() != null) {
      return String.valueOf(refused.getCause().getMessage());
    }
    if (e instanceof InvalidFormatException format) {
      return "\"%s\" is no value for this field".formatted(format.getValue());
    }
    if (e instanceof MismatchedInputException) {
      return "a value is missing or of another type than this field has";
    }
    if (e instanceof JsonMappingException) {
      return "the document is not a guest spec";
    }
    return e.getOriginalMessage();
  }

  private static String place(JsonProcessingException e) {
    String path =
        e instanceof JsonMappingException mapping
            ? mapping.getPath().stream().map(JsonComplaint::step).collect(Collectors.joining())
            : "";
    if (!path.isEmpty()) {
      return " (at " + path.replaceFirst("^\\.", "") + ")";
    }
    return e.getLocation() == null
        ? ""
        : " (line %d, column %d)"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  private static String step(Reference reference) {
    return reference.getFieldName() == null
        ? "[" + reference.getIndex() + "]"
        : "." + reference.getFieldName();
  }
}
