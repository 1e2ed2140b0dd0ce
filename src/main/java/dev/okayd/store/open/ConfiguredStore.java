package dev.okayd.store.open;

import dev.okayd.store.CommitListener;
import dev.okayd.store.Store;
import dev.okayd.store.StoreConfig;
import dev.okayd.store.health.WriteProbe;
import dev.okayd.store.sql.DatabaseStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The store over the configured database. */
@ApplicationScoped
class ConfiguredStore implements Store, WriteProbe {
  private final Instance<CommitListener> listeners;
  private final StoreOpener opener;
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private volatile Optional<DatabaseStore> opened = Optional.empty();

  ConfiguredStore(
      StoreConfig config,
      SqliteOpener sqlite,
      PostgresqlOpener postgresql,
      @Any Instance<CommitListener> listeners) {
    this.listeners = listeners;
    this.opener =
        switch (config.database()) {
          case SQLITE -> sqlite;
          case POSTGRESQL -> postgresql;
        };
  }

  void start(@Observes @Priority(STARTUP_PRIORITY - 2) StartupEvent event) {
    opened = Optional.of(opener.open(this::tellListeners));
  }

  /** Stops last: other beans may still write while they stop. */
  void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    close();
  }

  /**
   * A start that fails has no {@link ShutdownEvent}. Without this, the store would stay marked as
   * in use, and the next start would be refused.
   */
  @PreDestroy
  void close() {
    if (!isClosed.getAndSet(true)) {
      opened.ifPresent(DatabaseStore::close);
      opener.close();
    }
  }

  private void tellListeners() {
    listeners.forEach(CommitListener::committed);
  }

  @Override
  public <T> T inTransaction(Function<Handle, T> work) {
    return store().inTransaction(work);
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    return store().read(work);
  }

  @Override
  public Optional<String> writeFailure() {
    return opened.flatMap(DatabaseStore::writeFailure);
  }

  @Override
  public void tryToWrite() {
    store().tryToWrite();
  }

  private DatabaseStore store() {
    return opened.orElseThrow(
        () -> new IllegalStateException("The store was used before okayd opened it"));
  }
}
