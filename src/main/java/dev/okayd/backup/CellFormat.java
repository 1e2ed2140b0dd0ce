package dev.okayd.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Cells of a table in JSON. The databases know three kinds of them here: whole numbers, texts, and
 * bytes, which are an object with their base64.
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
      throw new IllegalStateException("A backup has no cells of " + cell.getClass());
    }
  }

  /**
   * The cell that was written.
   *
   * @throws IllegalArgumentException if it is none
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
        "a cell is null, a whole number, a text, or {\"base64\": \"…\"}");
  }
}
