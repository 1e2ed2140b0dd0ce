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
import java.util.Optional;
import org.flywaydb.core.Flyway;

/** Opens a PostgreSQL store: one connection writes, one listens, the others read. */
@ApplicationScoped
class PostgresqlOpener implements StoreOpener {
  private final StoreConfig config;
  private final Instance<AgroalDataSource> dataSource;
  private final Instance<Flyway> flyway;
  private Optional<CommitNotifications> notices = Optional.empty();

  PostgresqlOpener(
      StoreConfig config,
      @DataSource("postgresql") Instance<AgroalDataSource> dataSource,
      @FlywayDataSource("postgresql") Instance<Flyway> flyway) {
    this.config = config;
    this.dataSource = dataSource;
    this.flyway = flyway;
  }

  @Override
  public DatabaseStore open(CommitListener listener) {
    Migration.run(
        flyway.get(),
        "The database of okayd.store.url",
        "Start the database, or change okayd.store.url, okayd.store.user or okayd.store.password");
    AgroalDataSource pool = dataSource.get();
    notices = Optional.of(new CommitNotifications(pool, listener));
    return new DatabaseStore(Database.POSTGRESQL, pool, pool, config.largestBatch(), listener);
  }

  @Override
  public void close() {
    notices.ifPresent(CommitNotifications::close);
  }
}
