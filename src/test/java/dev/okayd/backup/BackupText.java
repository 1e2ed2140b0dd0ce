package dev.okayd.backup;

import dev.okayd.digest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The lines of a backup, for tests that inspect or corrupt them. */
record BackupText(List<String> lines) {

  static BackupText of(byte[] file) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return new BackupText(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All rows. */
  List<String> rows() {
    return lines.subList(1, lines.size() - 1);
  }

  /** Rows without the versions of guests and backends, which a restore renews. */
  static List<String> withoutVersions(List<String> rows) {
    return rows.stream().map(row -> row.replaceAll("\"version\":[0-9]+", "\"version\":0")).toList();
  }

  /** The rows of a table. */
  List<String> rows(String table) {
    return rows().stream().filter(row -> row.startsWith("{\"table\":\"" + table + "\"")).toList();
  }

  /** With another line before the last one, and a matching last line. */
  BackupText with(String row) {
    List<String> all = new ArrayList<>(lines.subList(0, lines.size() - 1));
    all.add(row);
    String text = String.join("\n", all) + "\n";
    String digest =
        HexFormat.of().formatHex(Sha256.begin().digest(text.getBytes(StandardCharsets.UTF_8)));
    all.add("{\"end\":true,\"rows\":%d,\"sha256\":\"%s\"}".formatted(all.size() - 1, digest));
    return new BackupText(all);
  }

  /** Without one of its lines. */
  BackupText without(int line) {
    List<String> all = new ArrayList<>(lines);
    all.remove(line);
    return new BackupText(all);
  }

  byte[] file() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(file)) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
