package dev.okayd.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The end of a connection that nobody may use again, whatever state it is in. */
public final class ConnectionDiscard {
  private ConnectionDiscard() {}

  /**
   * Ends it, and has its pool make another one in its place. To abort what the pool hands out is
   * not enough: Agroal 3.0.1 then neither ends the connection nor counts it as given back.
   */
  public static void connection(Connection pooled) throws SQLException {
    try (pooled) {
      pooled.unwrap(Connection.class).abort(Runnable::run);
      provokeAnError(pooled);
    }
  }

  /** Which is how a pool of connections to a server learns that this one is not to be kept. */
  private static void provokeAnError(Connection pooled) {
    try (Statement statement = pooled.createStatement()) {
      statement.execute("SELECT 1");
    } catch (SQLException e) {
      // wanted
    }
  }
}
