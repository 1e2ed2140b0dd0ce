package dev.okayd.store.open;

import dev.okayd.store.CommitListener;
import dev.okayd.store.Database;
import dev.okayd.store.StoreConfig;
import dev.okayd.store.sql.DatabaseStore;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.flyway.FlywayDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/** Opens a SQLite store: one file, one write connection, several read connections. */
@ApplicationScoped
class SqliteOpener implements StoreOpener {
  private static final Logger LOG = Logger.getLogger(SqliteOpener.class);

  private final StoreConfig config;
  private final Instance<AgroalDataSource> writing;
  private final Instance<AgroalDataSource> reading;
  private final Instance<Flyway> flyway;
  private Optional<StoreDirectory> directory = Optional.empty();

  /** Present while the store is open. */
  private Optional<SqliteFile> file = Optional.empty();

  SqliteOpener(
      StoreConfig config,
      @DataSource("sqlite") Instance<AgroalDataSource> writing,
      @DataSource("sqlite-read") Instance<AgroalDataSource> reading,
      @FlywayDataSource("sqlite") Instance<Flyway> flyway) {
    this.config = config;
    this.writing = writing;
    this.reading = reading;
    this.flyway = flyway;
  }

  @Override
  public DatabaseStore open(CommitListener listener) {
    directory = Optional.of(StoreDirectory.open(config.directory()));
    SqliteFile found = new SqliteFile(config.directory());
    SequenceFile highWater = new SequenceFile(config.directory());
    LossCheck check = new LossCheck(found, highWater, config.acceptLoss());
    check.beforeOpen();
    Migration.run(
        flyway.get(),
        "The store's file " + found,
        "Restore a backup into an empty directory, or change okayd.store.directory");
    long seq = found.lastSeq(writing.get());
    check.afterOpen(seq);
    found.open(writing.get());
    highWater.write(seq);
    file = Optional.of(found);
    return new DatabaseStore(
        Database.SQLITE, writing.get(), reading.get(), config.largestBatch(), listener);
  }

  /** Closes the pools first: an open reader would prevent the checkpoint into one file. */
  @Override
  public void close() {
    file.ifPresent(this::close);
    directory.ifPresent(StoreDirectory::close);
  }

  private void close(SqliteFile open) {
    reading.get().close();
    writing.get().close();
    try {
      new SequenceFile(config.directory()).write(open.close());
    } catch (SQLException e) {
      LOG.warnf(
          "The latest changes remain in okayd.db-wal (%s): copy it together with %s",
          e.getMessage(), open);
    }
  }
}
