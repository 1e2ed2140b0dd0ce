package dev.okayd.attach.reconcile;

import dev.okayd.channel.CommandLongPolls;
import dev.okayd.error.StoreOutage;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogEntry;
import dev.okayd.eventlog.LogListener;
import dev.okayd.eventlog.LogTail;
import dev.okayd.guest.planning.GuestChangeListener;
import dev.okayd.guest.store.GuestStore;
import dev.okayd.replica.OrphanedGuestsListener;
import dev.okayd.store.Database;
import dev.okayd.store.Store;
import dev.okayd.store.StoreConfig;
import dev.okayd.task.PeriodicTask;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Has the reconciler look at guests: when something has changed a fact, when a time has come that
 * an attachment waits for, and now and then for no reason at all.
 */
@ApplicationScoped
class ReconcileLoop
    implements ReconcileTrigger, GuestChangeListener, OrphanedGuestsListener, LogListener {
  private static final Logger LOG = Logger.getLogger(ReconcileLoop.class);
  private static final Duration RETRY_AFTER_FAILURE = Duration.ofSeconds(5);

  private final Store store;
  private final GuestStore guests;
  private final AttachmentStore attachments;
  private final Reconciler reconciler;
  private final CommandLongPolls agents;
  private final Clock clock;
  private final Duration resyncPause;
  private final PeriodicTask resync = new PeriodicTask("resync", this::lookAtAll);
  private final WorkQueue wakeUps;
  private final BackendChangeBatcher changed = new BackendChangeBatcher(this::lookServedByAll);
  private final Database database;

  ReconcileLoop(
      Store store,
      GuestStore guests,
      AttachmentStore attachments,
      Reconciler reconciler,
      CommandLongPolls agents,
      LogTail tail,
      StoreConfig storeConfig,
      AttachConfig config,
      Clock clock) {
    this.store = store;
    this.guests = guests;
    this.attachments = attachments;
    this.reconciler = reconciler;
    this.agents = agents;
    this.clock = clock;
    this.resyncPause = config.resync();
    this.wakeUps = new WorkQueue(config.workers(), this::lookNow);
    this.database = storeConfig.database();
    tail.listen(this);
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 1) StartupEvent event) {
    resync.start(resyncPause);
  }

  /** Before the store closes. */
  void stop(@Observes ShutdownEvent event) {
    resync.stopNow();
    changed.stop();
    wakeUps.stop();
  }

  @Override
  public void guestChanged(String guest) {
    look(guest);
    // one that is gone has nobody to answer its agent
    agents.wake(guest);
  }

  @Override
  public void look(String guest) {
    wakeUps.wake(guest);
  }

  @Override
  public void lookServedBy(String backend) {
    changed.add(backend);
  }

  private void lookServedByAll(List<String> backends) {
    lookAtEach("backends " + backends, handle -> attachments.guestsOf(handle, backends));
  }

  /** A restored state is new to everybody; else it is what another replica may have recorded. */
  @Override
  public void happened(LogEntry entry) {
    if (entry.type().equals(EventLog.RESTORED)) {
      entriesMissing();
    } else if (database == Database.POSTGRESQL) {
      happenedElsewhere(entry);
    }
  }

  /** Any guest may have changed, and any agent may have something to do. */
  @Override
  public void entriesMissing() {
    lookAtAll();
    agents.wakeAll();
  }

  private void happenedElsewhere(LogEntry entry) {
    String kind = entry.type().split("\\.", 2)[0];
    String guest = entry.subject().split("/", 2)[0];
    switch (kind) {
      case "guest", "device" -> guestChanged(guest);
      case "backend", "operation" -> lookServedBy(entry.subject());
      case "attachment" -> {
        if (!"DECISION".equals(entry.data().get("cause"))) {
          look(guest);
        }
        agents.wake(guest);
      }
      default -> {
        // nothing that decisions are made from
      }
    }
  }

  @Override
  public void orphaned(List<String> orphans) {
    orphans.forEach(this::look);
  }

  private void lookAtAll() {
    lookAtEach("all guests", guests::names);
  }

  private void lookAtEach(String what, Function<Handle, List<String>> names) {
    try {
      store.read(names).forEach(this::look);
    } catch (RuntimeException e) {
      if (!StoreOutage.explains(e)) {
        LOG.errorf(e, "The names for %s could not be read; all guests are looked at later", what);
      }
    }
  }

  private void lookNow(String guest) {
    try {
      Reconciler.Look look = reconciler.look(guest);
      if (look.sends()) {
        agents.wake(guest);
      }
      look.dueAt()
          .ifPresentOrElse(
              at -> wakeUps.wakeIn(guest, Duration.between(clock.instant(), at)),
              () -> wakeUps.noTimer(guest));
    } catch (RuntimeException e) {
      if (!StoreOutage.explains(e)) {
        LOG.errorf(e, "Guest %s could not be looked at; it is tried again", guest);
      }
      wakeUps.wakeIn(guest, RETRY_AFTER_FAILURE);
    }
  }
}
