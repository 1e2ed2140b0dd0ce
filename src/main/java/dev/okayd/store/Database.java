package dev.okayd.store;

import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The databases that okayd keeps its state in, and the few things that each says its own way. */
public enum Database {
  /** One file, one process. IMMEDIATE: no upgrade of a read lock, which could fail. */
  SQLITE("BEGIN IMMEDIATE", "BEGIN", "PRAGMA user_version = " + SqliteFile.IN_TWO_FILES) {
    @Override
    boolean isFull(SQLException failure) {
      return failure instanceof SQLiteException sqlite
          && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL
              || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE);
    }

    @Override
    boolean isLost(SQLException failure) {
      return false;
    }

    @Override
    boolean hasRolledBack(SQLException failure) {
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
    boolean isFull(SQLException failure) {
      return "53100".equals(failure.getSQLState());
    }

    @Override
    boolean isLost(SQLException failure) {
      String state = String.valueOf(failure.getSQLState());
      return state.startsWith("08") || state.startsWith("57P");
    }

    @Override
    boolean hasRolledBack(SQLException failure) {
      return false;
    }
  };

  private final String beginWrite;
  private final String beginRead;
  private final String smallestWrite;

  Database(String beginWrite, String beginRead, String smallestWrite) {
    this.beginWrite = beginWrite;
    this.beginRead = beginRead;
    this.smallestWrite = smallestWrite;
  }

  /** Begins a transaction that writes, when those before it are over. */
  String beginWrite() {
    return beginWrite;
  }

  /** Begins a transaction that sees one moment. */
  String beginRead() {
    return beginRead;
  }

  /** Changes nothing, but is a write all the same. */
  String smallestWrite() {
    return smallestWrite;
  }

  /** Whether there is no room on the disk. */
  abstract boolean isFull(SQLException failure);

  /** Whether it is the connection that is broken, not what was asked of it. */
  abstract boolean isLost(SQLException failure);

  /**
   * Whether a rollback failed because the database had rolled back by itself, as SQLite does when a
   * commit finds the disk full. The connection is as good as ever.
   */
  abstract boolean hasRolledBack(SQLException failure);

  /** The database's own account of a failure. */
  static Optional<SQLException> cause(Throwable failure) {
    Throwable at = failure;
    while (at != null && !(at instanceof SQLException)) {
      at = at.getCause();
    }
    return Optional.ofNullable((SQLException) at);
  }

  /** The same in one line. */
  static String account(Throwable failure) {
    return cause(failure)
        .map(SQLException::getMessage)
        .flatMap(message -> message.lines().findFirst())
        .orElseGet(failure::toString);
  }
}
