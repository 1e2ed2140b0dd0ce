package dev.okayd.store.open;

import dev.okayd.error.StartRefusedException;
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
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.postgresql.Driver;

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
    requireUrl();
    Migration.run(
        flyway.get(),
        "The database of okayd.store.url",
        "Start the database, or change okayd.store.url, okayd.store.user or okayd.store.password");
    AgroalDataSource pool = dataSource.get();
    notices = Optional.of(new CommitNotifications(pool, listener));
    return new DatabaseStore(Database.POSTGRESQL, pool, pool, config.largestBatch(), listener);
  }

  /** The driver's own message would show the URL, which may have a password. */
  private void requireUrl() {
    if (config.url().filter(url -> Driver.parseURL(url, new Properties()) == null).isPresent()) {
      throw new StartRefusedException(
          "okayd.store.url is not the address of a PostgreSQL database, such as jdbc:postgresql://host/okayd. Change okayd.store.url");
    }
  }

  @Override
  public void close() {
    notices.ifPresent(CommitNotifications::close);
  }
}
