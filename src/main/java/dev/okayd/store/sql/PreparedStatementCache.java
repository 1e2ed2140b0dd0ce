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
 * The statements of a connection that is kept: each is prepared once, for to prepare one costs more
 * than to execute it. A statement that is in use is not here, so it can be used inside of itself.
 */
final class PreparedStatementCache implements StatementBuilder {
  private static final Logger LOG = Logger.getLogger(PreparedStatementCache.class);

  /** The code has fewer; what is made of parts at run time may not crowd out memory. */
  private static final int MOST = 500;

  private final StatementBuilder fresh = new DefaultStatementBuilder();
  private final Map<String, PreparedStatement> kept = new HashMap<>();

  /** What was prepared for those in use: Jdbi names the text before it put in its parameters. */
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

  /** SQLite's driver closes a statement that fails, and says so only to whoever uses it again. */
  private static boolean isCleared(PreparedStatement statement) {
    try {
      statement.clearParameters();
      statement.clearBatch();
      return true;
    } catch (SQLException e) {
      LOG.debugf("A statement is not kept: %s", e.getMessage());
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
