package dev.okayd.store.sql;

import dev.okayd.store.Database;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Read transactions, each on its own connection. */
final class ReadTransactions {
  private static final Logger LOG = Logger.getLogger(ReadTransactions.class);

  private final Database database;
  private final Jdbi jdbi;

  ReadTransactions(Database database, Jdbi jdbi) {
    this.database = database;
    this.jdbi = jdbi;
  }

  <T> T run(Function<Handle, T> work) throws SQLException {
    try (Handle handle = jdbi.open()) {
      execute(handle, database.beginRead());
      try {
        return work.apply(handle);
      } finally {
        end(handle);
      }
    }
  }

  /**
   * Ends the read transaction, or discards its connection: the next user would read an old
   * snapshot.
   */
  private static void end(Handle handle) throws SQLException {
    try {
      execute(handle, "ROLLBACK");
    } catch (SQLException | JdbiException e) {
      LOG.debugf(
          "A read transaction did not end (%s); its connection is discarded", e.getMessage());
      ConnectionDiscard.connection(handle.getConnection());
    }
  }

  private static void execute(Handle handle, String sql) throws SQLException {
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.execute(sql);
    }
  }
}
