package dev.okayd.store;

import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The databases that okayd supports, and what differs between them. */
public enum Database {
  /**
   * One file, one process. IMMEDIATE takes the write lock at once: the upgrade of a read lock could
   * fail.
   */
  SQLITE("BEGIN IMMEDIATE", "BEGIN", "PRAGMA user_version = " + Database.IN_TWO_FILES) {
    @Override
    public boolean isFull(SQLException failure) {
      return failure instanceof SQLiteException sqlite
          && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL
              || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE);
    }

    @Override
    public boolean isLost(SQLException failure) {
      return false;
    }

    @Override
    public boolean hasRolledBack(SQLException failure) {
      return String.valueOf(failure.getMessage()).contains("no transaction is active");
    }
  },

  /**
   * A server, several replicas. The lock on the one row serializes the batches of all replicas, so
   * {@code event_log.seq} has the order of the commits.
   */
  POSTGRESQL(
      "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT id FROM writer_turn WHERE id = 1 FOR UPDATE",
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
      "UPDATE writer_turn SET id = id WHERE id = 1") {
    @Override
    public boolean isFull(SQLException failure) {
      return "53100".equals(failure.getSQLState());
    }

    @Override
    public boolean isLost(SQLException failure) {
      String state = String.valueOf(failure.getSQLState());
      return state.startsWith("08") || state.startsWith("57P");
    }

    @Override
    public boolean hasRolledBack(SQLException failure) {
      return false;
    }
  };

  /** {@code user_version} of a SQLite file whose latest changes may be in its write-ahead log. */
  public static final int IN_TWO_FILES = 2;

  private final String beginWrite;
  private final String beginRead;
  private final String smallestWrite;

  Database(String beginWrite, String beginRead, String smallestWrite) {
    this.beginWrite = beginWrite;
    this.beginRead = beginRead;
    this.smallestWrite = smallestWrite;
  }

  /** SQL that begins a write transaction; it waits for earlier ones. */
  public String beginWrite() {
    return beginWrite;
  }

  /** SQL that begins a read transaction on one snapshot. */
  public String beginRead() {
    return beginRead;
  }

  /** SQL that writes without changing anything. */
  public String smallestWrite() {
    return smallestWrite;
  }

  /** Whether the disk is full. */
  public abstract boolean isFull(SQLException failure);

  /** Whether the connection is broken, as opposed to a failed statement. */
  public abstract boolean isLost(SQLException failure);

  /**
   * Whether a rollback failed because the database had already rolled back, as SQLite does when the
   * disk is full at a commit. The connection can still be used.
   */
  public abstract boolean hasRolledBack(SQLException failure);

  /** The database's own exception among the causes of a failure. */
  public static Optional<SQLException> cause(Throwable failure) {
    Throwable at = failure;
    while (at != null && !(at instanceof SQLException)) {
      at = at.getCause();
    }
    return Optional.ofNullable((SQLException) at);
  }

  /** The first line of the database's message. */
  public static String account(Throwable failure) {
    return cause(failure)
        .map(SQLException::getMessage)
        .flatMap(message -> message.lines().findFirst())
        .orElseGet(failure::toString);
  }
}
