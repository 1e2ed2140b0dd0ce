package dev.okayd.backup;

import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;

/**
 * Makes backups. One transaction reads the whole state into a temporary file, so the backup is
 * consistent and a slow client does not hold the transaction open.
 */
@ApplicationScoped
public class Backup {
  /** Fetch size of PostgreSQL's driver; SQLite's driver reads row by row. */
  private static final int ROWS_AT_A_TIME = 50;

  private final Store store;
  private final Clock clock;
  private final String version;

  Backup(
      Store store,
      Clock clock,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.store = store;
    this.clock = clock;
    this.version = version;
  }

  /** A backup of the current state. Closing the stream deletes the temporary file. */
  InputStream open() throws IOException {
    Path file = Files.createTempFile("okayd", ".backup");
    try {
      store.read(handle -> dump(handle, file));
      return new BufferedInputStream(
          Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private Path dump(Handle handle, Path file) {
    try (OutputStream out =
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file), 1 << 16))) {
      BackupWriter writer = new BackupWriter(out);
      writer.header(clock.instant(), version);
      var columns = TableColumns.of(handle);
      for (BackupTable table : BackupTable.ALL) {
        dump(handle, table, columns.getOrDefault(table.name(), List.of()), writer);
      }
      writer.end();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("okayd cannot write the backup to " + file, e);
    } catch (SQLException e) {
      throw new IllegalStateException("The store cannot be read", e);
    }
  }

  private static void dump(
      Handle handle, BackupTable table, List<String> columns, BackupWriter writer)
      throws IOException, SQLException {
    String query =
        "SELECT %s FROM %s ORDER BY %s"
            .formatted(String.join(", ", columns), table.name(), table.order());
    try (PreparedStatement statement = handle.getConnection().prepareStatement(query)) {
      statement.setFetchSize(ROWS_AT_A_TIME);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          writer.row(table.name(), columns, row);
        }
      }
    }
  }
}
