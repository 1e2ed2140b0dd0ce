package dev.okayd.backup;

import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Sets the log's sequence above all numbers ever used: those of the backup, those of the state that
 * it replaces, and those of an okayd whose disk is lost. Sequence numbers also serve as versions
 * and generations, so none may be reused.
 */
final class LogSequence {
  private LogSequence() {}

  /**
   * Sets the sequence, and returns the number before that of the next entry. The numbers of a lost
   * okayd are unknown, but no log has one entry for each millisecond since 1970, so the current
   * time in milliseconds is above them.
   */
  static long advance(Handle handle, Instant now) {
    boolean isPostgresql = databaseOf(handle).equals("PostgreSQL");
    long used = isPostgresql ? nextOfSequence(handle) : lastOfSqlite(handle);
    long last =
        handle.createQuery("SELECT COALESCE(MAX(seq), 0) FROM event_log").mapTo(Long.class).one();
    long number = Math.max(Math.max(used, last), now.toEpochMilli());
    if (isPostgresql) {
      setSequence(handle, number);
    } else {
      setSqlite(handle, number);
    }
    return number;
  }

  private static long nextOfSequence(Handle handle) {
    return handle
        .createQuery("SELECT nextval(pg_get_serial_sequence('event_log', 'seq'))")
        .mapTo(Long.class)
        .one();
  }

  private static void setSequence(Handle handle, long number) {
    long unused =
        handle
            .createQuery("SELECT setval(pg_get_serial_sequence('event_log', 'seq'), :number)")
            .bind("number", number)
            .mapTo(Long.class)
            .one();
  }

  /**
   * AUTOINCREMENT stores the number in a table of its own, which has no row before the first entry.
   */
  private static long lastOfSqlite(Handle handle) {
    return handle
        .createQuery(
            "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'event_log'), 0)")
        .mapTo(Long.class)
        .one();
  }

  private static void setSqlite(Handle handle, long number) {
    int known =
        handle
            .createUpdate("UPDATE sqlite_sequence SET seq = :number WHERE name = 'event_log'")
            .bind("number", number)
            .execute();
    if (known == 0) {
      handle
          .createUpdate("INSERT INTO sqlite_sequence (name, seq) VALUES ('event_log', :number)")
          .bind("number", number)
          .execute();
    }
  }

  private static String databaseOf(Handle handle) {
    try {
      return handle.getConnection().getMetaData().getDatabaseProductName();
    } catch (SQLException e) {
      throw new IllegalStateException("The database does not report its product name", e);
    }
  }
}
