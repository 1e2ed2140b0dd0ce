package dev.okayd.store;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.flyway.FlywayDataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Transactions over the one database. When one has returned, its changes are on the disk: the
 * SQLite file is opened with {@code synchronous=FULL}, so a commit is an fsync.
 */
@ApplicationScoped
class SqlStore implements Store {
  private static final Logger LOG = Logger.getLogger(SqlStore.class);

  private final StoreConfig config;
  private final Instance<Flyway> flyway;
  private final Jdbi jdbi;

  SqlStore(
      StoreConfig config,
      @DataSource("sqlite") AgroalDataSource dataSource,
      @FlywayDataSource("sqlite") Instance<Flyway> flyway) {
    this.config = config;
    this.flyway = flyway;
    this.jdbi = Jdbi.create(dataSource);
  }

  void start(@Observes @Priority(STARTUP_PRIORITY) StartupEvent event) {
    try {
      makeDirectory(config.directory());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the directory of the store", e);
    }
    flyway.get().migrate();
  }

  /**
   * Signing secrets are in the file, so a directory that okayd makes is nobody else's to look into.
   */
  private static void makeDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(directory);
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Override
  public <T> T inTransaction(Function<Handle, T> work) {
    try {
      return jdbi.inTransaction(work::apply);
    } catch (JdbiException e) {
      throw unavailable(e);
    }
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    return inTransaction(work);
  }

  private static OkaydException unavailable(JdbiException cause) {
    LOG.error("The store did not carry out a transaction", cause);
    return new OkaydException(
        ErrorCode.STORE_UNAVAILABLE,
        "The store did not carry out the change; nothing of it was kept. Look at okayd's log, and try again");
  }
}
