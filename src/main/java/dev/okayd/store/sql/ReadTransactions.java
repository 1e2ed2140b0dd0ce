package dev.okayd.store.sql;

import dev.okayd.store.Database;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Transactions that only read, each over a connection of its own. */
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

  /** What cannot be ended may not go back into the pool: the next one would read the past. */
  private static void end(Handle handle) throws SQLException {
    try {
      execute(handle, "ROLLBACK");
    } catch (SQLException | JdbiException e) {
      LOG.debugf("No end of a read (%s); its connection is given up", e.getMessage());
      ConnectionDiscard.connection(handle.getConnection());
    }
  }

  private static void execute(Handle handle, String sql) throws SQLException {
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.execute(sql);
    }
  }
}
