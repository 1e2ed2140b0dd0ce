package dev.okayd.backup;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * Has the log count on above all entries that it ever had: above those of the backup, and above
 * those before. A backup may be restored on another machine, and the log that it is of has gone on
 * since it was made; so the count leaps ahead farther than that log can have come. Then nobody who
 * follows the log takes a new entry for one that he has seen, and no ETag comes back.
 */
final class LogCounter {
  /** A log of 1,000 entries a second takes four months for as many. JSON is exact to 2^53. */
  private static final long LEAP = 10_000_000_000L;

  private LogCounter() {}

  /** To be called when the entries of the backup are in the log. */
  static void goOnAbove(Handle handle) {
    if (databaseOf(handle).equals("PostgreSQL")) {
      setSequence(handle);
    } else {
      setAutoincrement(handle);
    }
  }

  private static void setSequence(Handle handle) {
    long count =
        handle
            .createQuery("SELECT nextval(pg_get_serial_sequence('event_log', 'seq'))")
            .mapTo(Long.class)
            .one();
    handle
        .createQuery("SELECT setval(pg_get_serial_sequence('event_log', 'seq'), :count)")
        .bind("count", leap(Math.max(count, newest(handle))))
        .mapTo(Long.class)
        .one();
  }

  /** SQLite keeps the highest number of each table in a table of its own. */
  private static void setAutoincrement(Handle handle) {
    long count =
        handle
            .createQuery("SELECT seq FROM sqlite_sequence WHERE name = 'event_log'")
            .mapTo(Long.class)
            .findOne()
            .orElse(0L);
    handle.execute("DELETE FROM sqlite_sequence WHERE name = 'event_log'");
    handle.execute(
        "INSERT INTO sqlite_sequence (name, seq) VALUES ('event_log', ?)",
        leap(Math.max(count, newest(handle))));
  }

  private static long newest(Handle handle) {
    return handle
        .createQuery("SELECT COALESCE(MAX(seq), 0) FROM event_log")
        .mapTo(Long.class)
        .one();
  }

  private static long leap(long count) {
    return (count / LEAP + 1) * LEAP;
  }

  private static String databaseOf(Handle handle) {
    try {
      return handle.getConnection().getMetaData().getDatabaseProductName();
    } catch (SQLException e) {
      throw new IllegalStateException("The database does not say which one it is", e);
    }
  }
}
