package dev.okayd.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Removes a connection in an unknown state from its pool. */
public final class ConnectionDiscard {
  private ConnectionDiscard() {}

  /**
   * Aborts the connection and makes its pool replace it. Aborting the pool's wrapper is not enough:
   * Agroal 3.0.1 then neither closes the connection nor counts it as returned.
   */
  public static void connection(Connection pooled) throws SQLException {
    try (pooled) {
      pooled.unwrap(Connection.class).abort(Runnable::run);
      provokeAnError(pooled);
    }
  }

  /** An SQL error tells the pool of a server's connections to drop this one. */
  private static void provokeAnError(Connection pooled) {
    try (Statement statement = pooled.createStatement()) {
      statement.execute("SELECT 1");
    } catch (SQLException e) {
      // expected
    }
  }
}
