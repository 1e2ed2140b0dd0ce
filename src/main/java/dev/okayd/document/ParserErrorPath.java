package dev.okayd.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;

/** Where in a document something is wrong: {@code devices[1].name}, or a line and a column. */
final class ParserErrorPath {
  private ParserErrorPath() {}

  /** The place, ready to be put behind a sentence; empty when it is not known. */
  static String of(JsonProcessingException e) {
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      StringBuilder path = new StringBuilder();
      for (Reference reference : mapping.getPath()) {
        if (reference.getFieldName() == null) {
          path.append('[').append(reference.getIndex()).append(']');
        } else {
          path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
        }
      }
      return " (at " + path + ")";
    }
    JsonLocation location = e.getLocation();
    return location == null
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }
}
