package dev.okayd.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.digest.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads the lines of a backup, and rejects a truncated or changed one. */
final class BackupReader {
  static final String MARK = "okayd-backup";
  static final int FORMAT = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Rows rows;
  private final MessageDigest sha256 = Sha256.begin();
  private long count;

  private BackupReader(Rows rows) {
    this.rows = rows;
  }

  /** Receives the rows of a backup in order. */
  interface Rows {
    /** Receives a row, with the number and length of its line. */
    void take(long line, int bytes, String table, JsonNode row);
  }

  /**
   * Reads a file to its end.
   *
   * @throws BackupFormatException if the file is invalid; only the last line proves that the file
   *     is complete, so rows may have been passed on before
   */
  static void read(InputStream file, Rows rows) throws IOException {
    BackupReader reader = new BackupReader(rows);
    try {
      reader.read(new LineReader(new GZIPInputStream(file, 1 << 16)));
    } catch (EOFException | ZipException e) {
      throw new BackupFormatException(
          reader.count + 1, "the file is not gzipped, or truncated here: " + e.getMessage());
    }
  }

  private void read(LineReader lines) throws IOException {
    byte[] first = next(lines);
    header(lines.number(), first);
    byte[] line = next(lines);
    JsonNode content = parse(lines.number(), line);
    while (content.has("table")) {
      row(lines.number(), line, content);
      line = next(lines);
      content = parse(lines.number(), line);
    }
    end(lines.number(), content);
    if (lines.next().isPresent()) {
      throw new BackupFormatException(lines.number(), "data follows the last line");
    }
  }

  private static byte[] next(LineReader lines) throws IOException {
    return lines
        .next()
        .orElseThrow(
            () -> new BackupFormatException(lines.number(), "the file ends without its last line"));
  }

  private static JsonNode parse(long number, byte[] line) throws IOException {
    try {
      JsonNode content = MAPPER.readTree(line);
      if (content.isObject()) {
        return content;
      }
    } catch (JsonProcessingException e) {
      throw new BackupFormatException(number, "the line is not JSON: " + e.getOriginalMessage());
    }
    throw new BackupFormatException(number, "the line is not a JSON object");
  }

  private void header(long number, byte[] line) throws IOException {
    JsonNode format = parse(number, line).path(MARK);
    if (!format.isInt() || format.intValue() != FORMAT) {
      throw new BackupFormatException(
          number, "expected \"%s\": %d, found \"%s\"".formatted(MARK, FORMAT, format.asText()));
    }
    sha256.update(line);
  }

  private void row(long number, byte[] line, JsonNode content) {
    sha256.update(line);
    count++;
    if (!content.path("row").isObject()) {
      throw new BackupFormatException(number, "the row is missing");
    }
    rows.take(number, line.length, content.path("table").asText(), content.path("row"));
  }

  private void end(long number, JsonNode end) {
    String digest = HexFormat.of().formatHex(sha256.digest());
    if (!end.path("end").asBoolean()) {
      throw new BackupFormatException(number, "the line is neither a row nor the end");
    }
    if (end.path("rows").asLong(-1) != count || !end.path("sha256").asText().equals(digest)) {
      throw new BackupFormatException(
          number, "lines are missing or changed: their digest does not match");
    }
  }
}
