package dev.okayd.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Converts table cells to JSON. okayd's tables have integers, strings, and bytes; bytes become an
 * object with their base64.
 */
final class CellFormat {
  private static final String BYTES = "base64";

  private CellFormat() {}

  static void write(JsonGenerator json, @Nullable Object cell) throws IOException {
    if (cell == null) {
      json.writeNull();
    } else if (cell instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (cell instanceof String text) {
      json.writeString(text);
    } else if (cell instanceof byte[] bytes) {
      json.writeStartObject();
      json.writeStringField(BYTES, Base64.getEncoder().encodeToString(bytes));
      json.writeEndObject();
    } else {
      throw new IllegalStateException("A backup cannot contain cells of " + cell.getClass());
    }
  }

  /**
   * Converts a cell back.
   *
   * @throws IllegalArgumentException if it is not a cell
   */
  static @Nullable Object read(JsonNode cell) {
    if (cell.isNull()) {
      return null;
    }
    if (cell.isIntegralNumber() && cell.canConvertToLong()) {
      return cell.longValue();
    }
    if (cell.isTextual()) {
      return cell.textValue();
    }
    if (cell.isObject() && cell.size() == 1 && cell.path(BYTES).isTextual()) {
      return Base64.getDecoder().decode(cell.path(BYTES).textValue());
    }
    throw new IllegalArgumentException(
        "a cell must be null, an integer, a string, or {\"base64\": \"…\"}");
  }
}
