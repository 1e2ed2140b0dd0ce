package dev.okayd.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.okayd.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Writes the lines of a backup. The last line has the count and the digest of all others. */
final class BackupWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final OutputStream out;
  private final MessageDigest sha256 = Sha256.begin();
  private long rows;

  BackupWriter(OutputStream out) {
    this.out = out;
  }

  private interface Content {
    void writeTo(JsonGenerator json) throws IOException, SQLException;
  }

  void header(Instant at, String version) throws IOException, SQLException {
    line(
        json -> {
          json.writeNumberField(BackupReader.MARK, BackupReader.FORMAT);
          json.writeStringField("at", at.toString());
          json.writeStringField("version", version);
        });
  }

  /** Writes the current row of a query. */
  void row(String table, List<String> columns, ResultSet row) throws IOException, SQLException {
    rows++;
    line(
        json -> {
          json.writeStringField("table", table);
          json.writeObjectFieldStart("row");
          for (String column : columns) {
            json.writeFieldName(column);
            CellFormat.write(json, row.getObject(column));
          }
          json.writeEndObject();
        });
  }

  void end() throws IOException, SQLException {
    String digest = HexFormat.of().formatHex(sha256.digest());
    line(
        json -> {
          json.writeBooleanField("end", true);
          json.writeNumberField("rows", rows);
          json.writeStringField("sha256", digest);
        });
  }

  private void line(Content content) throws IOException, SQLException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      content.writeTo(json);
      json.writeEndObject();
    }
    line.write('\n');
    byte[] bytes = line.toByteArray();
    sha256.update(bytes);
    out.write(bytes);
  }
}
