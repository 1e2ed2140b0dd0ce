package dev.okayd.backup;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * Has the log count on above all entries that it ever had: above those of the backup, and above
 * those before, so that nobody who follows the log takes a new entry for one that he has seen.
 */
final class LogCounter {
  private LogCounter() {}

  static void goOnAbove(Handle handle) {
    // SQLite's AUTOINCREMENT does so by itself
    if (databaseOf(handle).equals("PostgreSQL")) {
      handle
          .createQuery(
              """
              SELECT setval(pg_get_serial_sequence('event_log', 'seq'),
                            GREATEST(nextval(pg_get_serial_sequence('event_log', 'seq')),
                                     (SELECT COALESCE(MAX(seq), 0) FROM event_log)))""")
          .mapTo(Long.class)
          .one();
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
