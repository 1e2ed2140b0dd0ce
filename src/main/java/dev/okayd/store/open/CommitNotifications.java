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
 * Hears of the commits of other replicas: a trigger of PostgreSQL notifies with every row of the
 * log. Of its own commits it hears too.
 */
final class CommitNotifications implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CommitNotifications.class);
  private static final Duration RECONNECT = Duration.ofSeconds(1);

  /** How long it takes at most to see that it should end, or that the connection is gone. */
  private static final Duration LOOK_UP = Duration.ofSeconds(1);

  private final DataSource dataSource;
  private final CommitListener listener;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Only its thread looks at it. */
  private boolean isHindered;

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
        // at the end, the pool takes the connection away
        if (!isEnded(RECONNECT)) {
          hindered(e);
        }
      }
    }
  }

  /** Said once, and not each second until it works again. */
  private void hindered(SQLException e) {
    if (!isHindered) {
      LOG.warnf("No notices of other replicas' commits (%s); trying again", e.getMessage());
    }
    isHindered = true;
  }

  private void listens() {
    if (isHindered) {
      LOG.info("There are notices of other replicas' commits again");
    }
    isHindered = false;
  }

  private void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN okayd_log");
      listens();
      PGConnection postgresql = connection.unwrap(PGConnection.class);
      // something may have been committed while nobody listened
      tell();
      while (!isEnded(Duration.ZERO)) {
        PGNotification[] notices = postgresql.getNotifications((int) LOOK_UP.toMillis());
        if (notices != null && notices.length > 0) {
          tell();
        }
      }
    } finally {
      // a pool may not hand out a connection that listens
      ConnectionDiscard.connection(connection);
    }
  }

  private void tell() {
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
