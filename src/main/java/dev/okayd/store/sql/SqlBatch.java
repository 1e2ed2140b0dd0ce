package dev.okayd.store.sql;

import dev.okayd.error.OkaydException;
import dev.okayd.store.Database;
import dev.okayd.store.commit.CommitBatch;
import dev.okayd.store.health.WriteState;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Batches on the one write connection. All batches use the same connection, until a rollback fails.
 */
final class SqlBatch implements CommitBatch<Handle> {
  private static final Logger LOG = Logger.getLogger(SqlBatch.class);

  private final Database database;
  private final Jdbi jdbi;
  private final WriteState state;
  private Optional<Handle> connection = Optional.empty();

  /** Prepared statements of the batch steps: preparing one costs more than executing it. */
  private final Map<String, PreparedStatement> steps = new HashMap<>();

  SqlBatch(Database database, Jdbi jdbi, WriteState state) {
    this.database = database;
    this.jdbi = jdbi;
    this.state = state;
  }

  @Override
  public Handle begin() {
    try {
      return connection.isPresent() ? beginAgain(connection.get()) : beginFresh();
    } catch (SQLException | JdbiException e) {
      throw state.notKept(e);
    }
  }

  /**
   * The server may have restarted since the last batch. Nothing has been written yet, so a retry is
   * safe.
   */
  private Handle beginAgain(Handle kept) throws SQLException {
    try {
      execute(kept, database.beginWrite());
      return kept;
    } catch (SQLException e) {
      if (!database.isLost(e)) {
        throw e;
      }
      LOG.infof("The connection to the store was lost (%s); okayd opens a new one", e.getMessage());
      discard();
      return beginFresh();
    }
  }

  private Handle beginFresh() throws SQLException {
    Handle fresh = jdbi.open();
    connection = Optional.of(fresh);
    execute(fresh, database.beginWrite());
    return fresh;
  }

  @Override
  public void setSavepoint() {
    step("SAVEPOINT job", state::notKept);
  }

  @Override
  public void keep() {
    try {
      execute(connection.orElseThrow(), "RELEASE SAVEPOINT job");
    } catch (SQLException e) {
      throw state.jobFailed(e);
    }
  }

  /** On a full disk SQLite rolls the whole transaction back, and the savepoint is gone. */
  @Override
  public void undo(Throwable failure) {
    Function<Throwable, OkaydException> reason =
        e -> state.notKept(Database.cause(failure).isPresent() ? failure : e);
    step("ROLLBACK TO SAVEPOINT job", reason);
    step("RELEASE SAVEPOINT job", reason);
  }

  @Override
  public void commit() {
    step("COMMIT", state::notCommitted);
    state.written();
  }

  @Override
  public void abandon() {
    connection.ifPresent(
        handle -> {
          try {
            execute(handle, "ROLLBACK");
          } catch (SQLException e) {
            LOG.debugf("The rollback failed: %s", e.getMessage());
            if (!database.hasRolledBack(e)) {
              discard();
            }
          }
        });
  }

  /** Discards the connection in whatever state it is. */
  void discard() {
    connection.ifPresent(
        handle -> {
          // the pool must not reuse this connection
          try (handle) {
            ConnectionDiscard.connection(handle.getConnection());
          } catch (SQLException | JdbiException e) {
            LOG.debugf("The connection did not close: %s", e.getMessage());
          }
        });
    connection = Optional.empty();
    // closed with the connection
    steps.clear();
  }

  private void step(String sql, Function<Throwable, OkaydException> failure) {
    try {
      execute(connection.orElseThrow(), sql);
    } catch (SQLException e) {
      throw failure.apply(e);
    }
  }

  private void execute(Handle handle, String sql) throws SQLException {
    PreparedStatement statement = steps.get(sql);
    if (statement == null) {
      statement = handle.getConnection().prepareStatement(sql);
      steps.put(sql, statement);
    }
    try {
      statement.execute();
    } catch (SQLException e) {
      forget(sql, statement);
      throw e;
    }
  }

  /** SQLite's driver closes a statement that fails, and reports that only at its next use. */
  private void forget(String sql, PreparedStatement statement) {
    steps.remove(sql);
    try {
      statement.close();
    } catch (SQLException e) {
      LOG.debugf("A statement did not close: %s", e.getMessage());
    }
  }
}
