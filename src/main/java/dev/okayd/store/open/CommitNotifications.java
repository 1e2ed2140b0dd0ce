package dev.okayd.store.open;

import dev.okayd.store.CommitListener;
import dev.okayd.store.sql.ConnectionDiscard;
import dev.okayd.task.DaemonThreads;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens for the commits of other replicas: a PostgreSQL trigger sends a notification for every
 * row of the log. The commits of this replica cause notifications too.
 */
final class CommitNotifications implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CommitNotifications.class);
  private static final Duration RECONNECT = Duration.ofSeconds(1);

  /** The longest time until the thread notices a stop or a lost connection. */
  private static final Duration LOOK_UP = Duration.ofSeconds(1);

  private final DataSource dataSource;
  private final CommitListener listener;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Whether the loss of the connection was logged; used by the thread alone. */
  private boolean isLossLogged;

  CommitNotifications(DataSource dataSource, CommitListener listener) {
    this.dataSource = dataSource;
    this.listener = listener;
    DaemonThreads.create("store-notices", this::run).start();
  }

  private void run() {
    while (!isEnded(Duration.ZERO)) {
      try (Connection connection = dataSource.getConnection()) {
        listen(connection);
      } catch (SQLException e) {
        // the pool closes the connection when okayd stops
        if (!isEnded(RECONNECT)) {
          lost(e);
        }
      }
    }
  }

  /** Logs the first failure, not each retry. */
  private void lost(SQLException e) {
    if (!isLossLogged) {
      LOG.warnf(
          "okayd gets no notifications of other replicas' commits (%s); retrying", e.getMessage());
    }
    isLossLogged = true;
  }

  private void listens() {
    if (isLossLogged) {
      LOG.info("okayd gets notifications of other replicas' commits again");
    }
    isLossLogged = false;
  }

  private void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN okayd_log");
      listens();
      PGConnection postgresql = connection.unwrap(PGConnection.class);
      // a replica may have committed before this connection listened
      notifyListener();
      while (!isEnded(Duration.ZERO)) {
        PGNotification[] notices = postgresql.getNotifications((int) LOOK_UP.toMillis());
        if (notices != null && notices.length > 0) {
          notifyListener();
        }
      }
    } finally {
      // the pool must not reuse a connection that listens
      ConnectionDiscard.connection(connection);
    }
  }

  private void notifyListener() {
    try {
      listener.committed();
    } catch (RuntimeException e) {
      LOG.error("A listener of commits failed", e);
    }
  }

  private boolean isEnded(Duration wait) {
    try {
      return ended.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
