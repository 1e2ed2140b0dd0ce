package dev.okayd.store.open;

import dev.okayd.error.StartRefusedException;
import dev.okayd.store.Database;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * The file {@code okayd.db}. While okayd runs, and after a kill, the latest changes are in {@code
 * okayd.db-wal} beside it; the {@code user_version} of the file records that. A clean stop moves
 * the changes into the file.
 */
final class SqliteFile {
  private static final Logger LOG = Logger.getLogger(SqliteFile.class);

  /** The {@code user_version} of a file with the whole state. */
  private static final int WHOLE = 1;

  /** Offset of the {@code user_version} in SQLite's header; big-endian. */
  private static final int USER_VERSION_OFFSET = 60;

  private static final String CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)";

  private final Path file;
  private final Path log;

  SqliteFile(Path directory) {
    this.file = directory.resolve("okayd.db");
    this.log = directory.resolve("okayd.db-wal");
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Whether the file is a copy without the latest changes. */
  boolean lacksItsLog() {
    return !Files.exists(log) && userVersion() == Database.IN_TWO_FILES;
  }

  private int userVersion() {
    ByteBuffer version = ByteBuffer.allocate(Integer.BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int read = channel.read(version, USER_VERSION_OFFSET);
      return read < Integer.BYTES ? 0 : version.getInt(0);
    } catch (IOException e) {
      throw new StartRefusedException(
          "The store's file %s cannot be read: %s. Make it a file that okayd may read and write, or change okayd.store.directory"
              .formatted(file.toAbsolutePath(), e.getMessage()),
          e);
    }
  }

  /** Marks the file as not holding the whole state by itself. */
  void open(DataSource writing) {
    try (Connection connection = writing.getConnection()) {
      execute(connection, "PRAGMA user_version = " + Database.IN_TWO_FILES);
      requireCheckpoint(connection);
    } catch (SQLException e) {
      LOG.warnf(
          "%s could not be marked as in use (%s): okayd would not detect a copy without its okayd.db-wal",
          file, e.getMessage());
    }
  }

  /** The sequence number of the last log entry. */
  long lastSeq(DataSource reading) {
    try (Connection connection = reading.getConnection()) {
      return lastSeq(connection);
    } catch (SQLException e) {
      throw new StartRefusedException(
          "The end of the log in %s cannot be read: %s. Restore a backup into an empty directory"
              .formatted(this, e.getMessage()),
          e);
    }
  }

  private static long lastSeq(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'event_log'")) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Moves the whole state into the file. No other connection may have it open.
   *
   * @return the last sequence number of the log
   */
  long close() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      execute(connection, "PRAGMA busy_timeout = 2000");
      execute(connection, "PRAGMA synchronous = FULL");
      execute(connection, "PRAGMA user_version = " + WHOLE);
      requireCheckpoint(connection);
      return lastSeq(connection);
    }
  }

  private static void requireCheckpoint(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CHECKPOINT)) {
      if (!row.next() || row.getInt("busy") != 0) {
        throw new SQLException("another connection reads the file");
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public String toString() {
    return file.toAbsolutePath().toString();
  }
}
