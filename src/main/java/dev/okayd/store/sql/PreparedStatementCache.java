package dev.okayd.store.sql;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Caches the prepared statements of a long-lived connection: preparing a statement costs more than
 * executing it. A statement in use is not in the cache, so nested uses of one SQL text get separate
 * statements.
 */
final class PreparedStatementCache implements StatementBuilder {
  private static final Logger LOG = Logger.getLogger(PreparedStatementCache.class);

  /** okayd's code has fewer statements; the limit bounds those composed at run time. */
  private static final int MOST = 500;

  private final StatementBuilder fresh = new DefaultStatementBuilder();
  private final Map<String, PreparedStatement> kept = new HashMap<>();

  /**
   * SQL text of the statements in use. {@link #close} gets the text before Jdbi replaced its named
   * parameters, which is not the key.
   */
  private final IdentityHashMap<Statement, String> inUse = new IdentityHashMap<>();

  @Override
  public Statement create(Connection connection, StatementContext context) throws SQLException {
    return fresh.create(connection, context);
  }

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    PreparedStatement before = kept.remove(sql);
    PreparedStatement statement = before == null ? fresh.create(connection, sql, context) : before;
    inUse.put(statement, sql);
    return statement;
  }

  @Override
  public CallableStatement createCall(Connection connection, String sql, StatementContext context)
      throws SQLException {
    return fresh.createCall(connection, sql, context);
  }

  @Override
  public void close(Connection connection, String unparsed, Statement statement)
      throws SQLException {
    String sql = inUse.remove(statement);
    if (sql != null
        && statement instanceof PreparedStatement prepared
        && kept.size() < MOST
        && !kept.containsKey(sql)
        && isCleared(prepared)) {
      kept.put(sql, prepared);
    } else {
      statement.close();
    }
  }

  /** SQLite's driver closes a statement that fails, and reports that only at its next use. */
  private static boolean isCleared(PreparedStatement statement) {
    try {
      statement.clearParameters();
      statement.clearBatch();
      return true;
    } catch (SQLException e) {
      LOG.debugf("A statement is not cached: %s", e.getMessage());
      return false;
    }
  }

  @Override
  public void close(Connection connection) {
    for (PreparedStatement statement : kept.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        LOG.debugf("A statement did not close: %s", e.getMessage());
      }
    }
    kept.clear();
  }
}
