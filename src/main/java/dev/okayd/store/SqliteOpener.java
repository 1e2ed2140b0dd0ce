package dev.okayd.store;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.flyway.FlywayDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/** One file: a connection that writes it, and some that only read. */
@ApplicationScoped
class SqliteOpener implements Opener {
  private final StoreConfig config;
  private final Instance<AgroalDataSource> writing;
  private final Instance<AgroalDataSource> reading;
  private final Instance<Flyway> flyway;
  private Optional<StoreDirectory> directory = Optional.empty();

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
    flyway.get().migrate();
    return new DatabaseStore(
        Database.SQLITE, writing.get(), reading.get(), config.largestBatch(), listener);
  }

  @Override
  public void close() {
    directory.ifPresent(StoreDirectory::close);
  }
}
