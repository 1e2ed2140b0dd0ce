package dev.okayd.replica;

import dev.okayd.error.OkaydException;
import dev.okayd.store.Database;
import dev.okayd.store.Store;
import dev.okayd.store.StoreConfig;
import dev.okayd.task.PeriodicTask;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** This process among those that share the database. Every start is a new replica. */
@ApplicationScoped
public class Replica {
  private static final Logger LOG = Logger.getLogger(Replica.class);

  private static final Duration STOP_WAIT = Duration.ofSeconds(5);

  private final String id = UUID.randomUUID().toString();
  private final Store store;
  private final Database database;
  private final ReplicaConfig config;
  private final Clock clock;
  private final List<OrphanedGuestsListener> orphans;
  private final Heartbeats heartbeats;
  private final PeriodicTask beating = new PeriodicTask("replica", this::beat);

  Replica(
      Store store,
      StoreConfig storeConfig,
      ReplicaConfig config,
      Clock clock,
      @All List<OrphanedGuestsListener> orphans) {
    this.store = store;
    this.database = storeConfig.database();
    this.config = config;
    this.clock = clock;
    this.orphans = orphans;
    this.heartbeats = new Heartbeats(id, clock, config.deadAfter());
  }

  /** The id of this replica, which is never reused. */
  public String id() {
    return id;
  }

  @Produces
  @Singleton
  Claims claims() {
    return new Claims(id, clock, config.deadAfter());
  }

  /** Starts before any guest is claimed: a claim of a replica without a heartbeat is void. */
  void start(@Observes @Priority(Store.STARTUP_PRIORITY) StartupEvent event) {
    store.inTransaction(
        handle -> {
          // the directory of the file is locked, so every other recorded replica has ended
          if (database == Database.SQLITE) {
            heartbeats.deleteOthers(handle);
          }
          return heartbeats.beat(handle);
        });
    beating.startAfterPause(config.heartbeat());
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    // a heartbeat after the end of the replica would insert its row again
    beating.stopAndWait(STOP_WAIT);
    try {
      store.inTransaction(
          handle -> {
            heartbeats.end(handle);
            return id;
          });
    } catch (OkaydException e) {
      LOG.infof("The end of this replica could not be recorded: %s", e.getMessage());
    }
  }

  private void beat() {
    List<String> orphaned = store.inTransaction(heartbeats::beat);
    if (!orphaned.isEmpty()) {
      LOG.infof("The replicas of %d guests are dead", orphaned.size());
      orphans.forEach(listener -> listener.orphaned(orphaned));
    }
  }
}
