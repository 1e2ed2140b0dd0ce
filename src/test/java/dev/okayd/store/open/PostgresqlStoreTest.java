package dev.okayd.store.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.okayd.store.CommitListener;
import dev.okayd.store.Database;
import dev.okayd.store.sql.DatabaseStore;
import dev.okayd.testing.OpenStores;
import dev.okayd.testing.tool.PostgresqlServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@ExtendWith(PostgresqlServer.Condition.class)
@Execution(ExecutionMode.CONCURRENT)
class PostgresqlStoreTest extends StoreKit {
  private String url = "";

  @Override
  List<DatabaseStore> open(CommitListener listener) throws SQLException {
    url = PostgresqlServer.newDatabase();
    return List.of(OpenStores.postgresql(url, listener), OpenStores.postgresql(url, () -> {}));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = PostgresqlServer.dataSource(url).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Ends all connections to the database, as a restart of the server does. */
  private void endConnections() throws SQLException {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  @Test
  void aRestartOfTheServerFailsNoTransaction() throws SQLException {
    store().inTransaction(handle -> log(handle, "before"));
    endConnections();

    store().inTransaction(handle -> log(handle, "after"));

    assertThat(logged()).containsExactly("before", "after");
  }

  @Test
  void aReplicaThatHangsLosesTheWriteLock() throws SQLException {
    try (Connection hanging = PostgresqlServer.dataSource(url).getConnection();
        Statement statement = hanging.createStatement()) {
      statement.execute(Database.POSTGRESQL.beginWrite());

      store().inTransaction(handle -> log(handle, "another's"));

      assertThat(logged()).containsExactly("another's");
    }
  }

  @Test
  void notificationsOfOtherReplicasSurviveARestartOfTheServer() throws SQLException {
    AtomicInteger notified = new AtomicInteger();
    CommitNotifications notices =
        new CommitNotifications(PostgresqlServer.dataSource(url), notified::incrementAndGet);
    try {
      await().untilAtomic(notified, equalTo(1));
      store().inTransaction(handle -> log(handle, "one"));
      await().untilAtomic(notified, equalTo(2));

      endConnections();

      // the listener is notified once after each reconnection
      await().untilAtomic(notified, equalTo(3));
      store().inTransaction(handle -> log(handle, "two"));
      await().untilAtomic(notified, equalTo(4));
    } finally {
      notices.close();
    }
  }
}
