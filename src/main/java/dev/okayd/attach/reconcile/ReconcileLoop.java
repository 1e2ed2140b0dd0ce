package dev.okayd.attach.reconcile;

import dev.okayd.channel.CommandLongPolls;
import dev.okayd.error.StoreOutage;
import dev.okayd.eventlog.LogEntry;
import dev.okayd.eventlog.LogListener;
import dev.okayd.eventlog.LogTail;
import dev.okayd.eventlog.LogType;
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
 * Decides when guests are reconciled: after a change of a fact, at the time that an attachment
 * waits for, and at a fixed interval even without a reason.
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
  private final PeriodicTask resync = new PeriodicTask("resync", this::addAll);
  private final WorkQueue queue;
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
    this.queue = new WorkQueue(config.workers(), this::guestsOf, this::reconcileNow);
    this.database = storeConfig.database();
    tail.listen(this);
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 1) StartupEvent event) {
    resync.start(resyncPause);
  }

  /** Before the store closes. */
  void stop(@Observes ShutdownEvent event) {
    resync.stopNow();
    queue.stop();
  }

  @Override
  public void guestChanged(String guest) {
    reconcile(guest);
    // the long poll of a deleted guest ends with an error
    agents.wake(guest);
  }

  @Override
  public void reconcile(String guest) {
    queue.add(guest);
  }

  @Override
  public void reconcileGuestsOf(String backend) {
    queue.addGuestsOf(backend);
  }

  private List<String> guestsOf(List<String> backends) {
    return names("backends " + backends, handle -> attachments.guestsOf(handle, backends));
  }

  /** Another replica may have recorded the entry. A restore may have changed every guest. */
  @Override
  public void appended(LogEntry entry) {
    if (entry.type().equals(LogType.STATE_RESTORED.type())) {
      entriesMissing();
    } else if (database == Database.POSTGRESQL) {
      appendedElsewhere(entry);
    }
  }

  /** Any guest may have changed, and any agent may have something to do. */
  @Override
  public void entriesMissing() {
    addAll();
    agents.wakeAll();
  }

  private void appendedElsewhere(LogEntry entry) {
    String kind = entry.type().split("\\.", 2)[0];
    String guest = entry.subject().split("/", 2)[0];
    switch (kind) {
      case "guest", "device" -> guestChanged(guest);
      case "backend", "operation" -> reconcileGuestsOf(entry.subject());
      case "attachment" -> {
        if (!"DECISION".equals(entry.data().get("cause"))) {
          reconcile(guest);
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
    orphans.forEach(this::reconcile);
  }

  private void addAll() {
    names("all guests", guests::names).forEach(queue::add);
  }

  private List<String> names(String what, Function<Handle, List<String>> query) {
    try {
      return store.read(query);
    } catch (RuntimeException e) {
      if (!StoreOutage.explains(e)) {
        LOG.errorf(e, "The names for %s could not be read; all guests are reconciled later", what);
      }
      return List.of();
    }
  }

  private void reconcileNow(String guest) {
    try {
      Reconciler.Result result = reconciler.reconcile(guest);
      if (result.hasCommand()) {
        agents.wake(guest);
      }
      result
          .dueAt()
          .ifPresentOrElse(
              at -> queue.addAfter(guest, Duration.between(clock.instant(), at)),
              () -> queue.cancelDelay(guest));
    } catch (RuntimeException e) {
      if (!StoreOutage.explains(e)) {
        LOG.errorf(e, "Guest %s could not be reconciled; it is tried again", guest);
      }
      queue.addAfter(guest, RETRY_AFTER_FAILURE);
    }
  }
}
