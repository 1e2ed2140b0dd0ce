package dev.okayd.backup;

import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Has the log count on above all entries that it ever had: above those of the backup, above those
 * that it replaces, and above those of an okayd whose disk is lost. Numbers of entries are handed
 * out as versions and generations, too, so none may be used twice.
 */
final class LogSequence {
  private LogSequence() {}

  /**
   * Sets the counter, and returns the number before that of the next entry. The lost okayd cannot
   * be asked; but no log has an entry for each millisecond since 1970, so the time is above what it
   * handed out.
   */
  static long goOnAbove(Handle handle, Instant now) {
    boolean isPostgresql = databaseOf(handle).equals("PostgreSQL");
    long handedOut = isPostgresql ? nextOfSequence(handle) : lastOfSqlite(handle);
    long last =
        handle.createQuery("SELECT COALESCE(MAX(seq), 0) FROM event_log").mapTo(Long.class).one();
    long number = Math.max(Math.max(handedOut, last), now.toEpochMilli());
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
   * AUTOINCREMENT keeps it in a table of its own, in which there is no row before the first entry.
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
      throw new IllegalStateException("The database does not say which one it is", e);
    }
  }
}
