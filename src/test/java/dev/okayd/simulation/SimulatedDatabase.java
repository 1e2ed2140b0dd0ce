package dev.okayd.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.JDBC;

/** okayd's own schema on a SQLite database in memory, emptied for each schedule. */
final class SimulatedDatabase implements AutoCloseable {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/sqlite");

  /** The most frequent statements. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("dev.okayd.eventlog.LogFollower"),
          Logger.getLogger("dev.okayd.backup.Restore"));

  private final Handle handle;
  private final List<String> tables;

  SimulatedDatabase() {
    // without this, the driver records each statement
    Logger.getLogger("org.sqlite").setLevel(Level.WARNING);
    QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
    handle = Jdbi.create(() -> StatementCache.over(connect())).open();
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path file : files.sorted(Comparator.comparingInt(SimulatedDatabase::version)).toList()) {
        handle.createScript(Files.readString(file)).execute();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tables =
        handle
            .createQuery(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            .mapTo(String.class)
            .list();
  }

  /** The version of a migration {@code V10__what.sql}. */
  private static int version(Path migration) {
    return Integer.parseInt(migration.getFileName().toString().substring(1).split("__", 2)[0]);
  }

  /** Without DriverManager: a service that ends in this JVM deregisters its driver. */
  private static Connection connect() throws SQLException {
    return JDBC.createConnection(
        "jdbc:sqlite::memory:?foreign_keys=true&jdbc.get_generated_keys=false", new Properties());
  }

  /** The empty database. */
  Handle fresh() {
    if (handle.isInTransaction()) {
      handle.rollback();
    }
    for (int i = tables.size() - 1; i >= 0; i--) {
      handle.execute("DELETE FROM " + tables.get(i));
    }
    handle.execute("DELETE FROM sqlite_sequence");
    return handle;
  }

  @Override
  public void close() {
    handle.close();
  }
}
