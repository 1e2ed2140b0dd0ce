package dev.okayd.store;

import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The databases that okayd keeps its state in, and the few things that each says its own way. */
public enum Database {
  /** One file, one process. IMMEDIATE: no upgrade of a read lock, which could fail. */
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
   * A server, several replicas. The lock on the one row gives this replica its turn: batches of all
   * replicas come one after the other, so {@code event_log.seq} is in the order of the commits.
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

  /** {@code user_version} of a SQLite file whose latest changes may be in the file of its log. */
  public static final int IN_TWO_FILES = 2;

  private final String beginWrite;
  private final String beginRead;
  private final String smallestWrite;

  Database(String beginWrite, String beginRead, String smallestWrite) {
    this.beginWrite = beginWrite;
    this.beginRead = beginRead;
    this.smallestWrite = smallestWrite;
  }

  /** Begins a transaction that writes, when those before it are over. */
  public String beginWrite() {
    return beginWrite;
  }

  /** Begins a transaction that sees one moment. */
  public String beginRead() {
    return beginRead;
  }

  /** Changes nothing, but is a write all the same. */
  public String smallestWrite() {
    return smallestWrite;
  }

  /** Whether there is no room on the disk. */
  public abstract boolean isFull(SQLException failure);

  /** Whether it is the connection that is broken, not what was asked of it. */
  public abstract boolean isLost(SQLException failure);

  /**
   * Whether a rollback failed because the database had rolled back by itself, as SQLite does when a
   * commit finds the disk full. The connection is as good as ever.
   */
  public abstract boolean hasRolledBack(SQLException failure);

  /** The database's own account of a failure. */
  public static Optional<SQLException> cause(Throwable failure) {
    Throwable at = failure;
    while (at != null && !(at instanceof SQLException)) {
      at = at.getCause();
    }
    return Optional.ofNullable((SQLException) at);
  }

  /** The same in one line. */
  public static String account(Throwable failure) {
    return cause(failure)
        .map(SQLException::getMessage)
        .flatMap(message -> message.lines().findFirst())
        .orElseGet(failure::toString);
  }
}
