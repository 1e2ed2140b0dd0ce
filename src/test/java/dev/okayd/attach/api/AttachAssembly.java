package dev.okayd.attach.api;

import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.agent.AgentAuthorizer;
import dev.okayd.attach.agent.AgentLiveness;
import dev.okayd.attach.agent.AttachmentInbox;
import dev.okayd.attach.agent.CommandTrace;
import dev.okayd.attach.agent.HelloHandler;
import dev.okayd.attach.agent.PutBackParticipant;
import dev.okayd.attach.reconcile.AttachConfig;
import dev.okayd.attach.reconcile.AttachmentStore;
import dev.okayd.attach.reconcile.FactsReader;
import dev.okayd.attach.reconcile.IntentStore;
import dev.okayd.attach.reconcile.LiveDevices;
import dev.okayd.attach.reconcile.LiveDevicesAfterRestore;
import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.attach.reconcile.Reconciler;
import dev.okayd.attach.reconcile.RecordedLiveDevices;
import dev.okayd.backend.BackendReader;
import dev.okayd.channel.AgentChannelConfig;
import dev.okayd.channel.AgentInbox;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.guest.planning.Guests;
import dev.okayd.guest.store.BootStore;
import dev.okayd.guest.store.GuestStore;
import dev.okayd.guest.store.UnmanagedDevices;
import dev.okayd.replica.Claims;
import dev.okayd.store.RestoreParticipant;
import dev.okayd.store.Store;
import dev.okayd.store.json.StoredJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Assembles the attach packages without Quarkus, for the simulation. */
public final class AttachAssembly {
  private final AttachmentStore attachments;
  private final Attachments requests;
  private final Reconciler reconciler;
  private final AgentInbox inbox;
  private final Store store;
  private final ReconcileTrigger trigger;
  private final GuestStore guestStore;
  private final UnmanagedDevices unmanaged;

  /** Creates every part of the attach packages on these parts of other packages. */
  public AttachAssembly(
      Store store,
      Guests guests,
      GuestStore guestStore,
      UnmanagedDevices unmanaged,
      BootStore boots,
      BackendReader backends,
      EventLog log,
      StoredJson json,
      ReconcileTrigger trigger,
      Claims claims,
      List<PutBackParticipant> putBackParticipants,
      Clock clock) {
    this.store = store;
    this.trigger = trigger;
    this.guestStore = guestStore;
    this.unmanaged = unmanaged;
    AttachConfig config = new Defaults();
    AgentChannelConfig agents = new AgentDefaults();
    attachments = new AttachmentStore(json, log);
    IntentStore intents = new IntentStore();
    FactsReader factsReader =
        new FactsReader(backends, attachments, intents, config, agents, clock);
    reconciler = new Reconciler(store, guestStore, attachments, factsReader, claims, clock);
    requests =
        new Attachments(store, guests, attachments, intents, factsReader, log, trigger, clock);
    AgentAuthorizer authorizer = new AgentAuthorizer(guests);
    inbox =
        new AttachmentInbox(
            store,
            authorizer,
            boots,
            attachments,
            factsReader,
            new HelloHandler(
                store,
                authorizer,
                guests,
                boots,
                attachments,
                factsReader,
                log,
                trigger,
                putBackParticipants,
                clock),
            new AgentLiveness(store, boots, log, trigger, agents, clock),
            new CommandTrace(clock),
            trigger,
            agents,
            clock);
  }

  /** The inbox of agents. */
  public AgentInbox inbox() {
    return inbox;
  }

  /** Whether the guest's agent has a command, and when to reconcile the guest again. */
  public record Reconciled(boolean hasCommand, Optional<Instant> dueAt) {}

  /** Reconciles a guest once. */
  public Reconciled reconcile(String guest) {
    Reconciler.Result result = reconciler.reconcile(guest);
    return new Reconciled(result.hasCommand(), result.dueAt());
  }

  /** Guests of a backend. */
  public List<String> guestsOf(Handle handle, String backend) {
    return attachments.guestsOf(handle, List.of(backend));
  }

  /** Sets the intent of a device. */
  public void want(String guest, String device, Intent intent) {
    requests.want(guest, device, intent);
  }

  /** Retries an attachment, if it has failed. */
  public void retryIfFailed(String guest, String device) {
    try {
      store.inTransaction(handle -> requests.retry(handle, guest, device));
      trigger.reconcile(guest);
    } catch (OkaydException e) {
      switch (e.code()) {
        case ATTACHMENT_NOT_FAILED -> {
          // the attachment has not failed
        }
        default -> throw e;
      }
    }
  }

  /** An attachment as recorded. */
  public record Recorded(
      String guest,
      String device,
      String backend,
      String path,
      Phase phase,
      Reason reason,
      boolean mayBeLive,
      boolean wasToBeRemoved,
      Optional<String> bootId) {}

  /** All attachments. */
  public List<Recorded> recorded(Handle handle) {
    return attachments.page(handle, "", "", 1000).stream()
        .map(
            a ->
                new Recorded(
                    a.guest(),
                    a.device(),
                    a.target().backend(),
                    a.target().path().toString(),
                    a.phase(),
                    a.reason(),
                    a.mayBeLive(),
                    a.lastCommandDetaches(),
                    a.bootId()))
        .toList();
  }

  /** A row of the table, for checks after every commit. */
  public record Row(
      String guest,
      String device,
      String backend,
      String path,
      String phase,
      long generation,
      boolean mayBeLive,
      Optional<String> bootId) {

    /** Whether the device is recorded as bound. */
    public boolean isBound() {
      return phase.equals(Phase.BOUND.name());
    }

    /** Whether okayd has decided to remove the device. */
    public boolean isBeingRemoved() {
      return phase.equals(Phase.DRAINING.name());
    }
  }

  /** All rows. */
  public List<Row> rows(Handle handle) {
    return handle
        .createQuery(
            "SELECT guest, device, backend, path, phase, generation, may_be_live, boot_id FROM attachment")
        .map(
            (row, context) ->
                new Row(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getLong(6),
                    row.getInt(7) != 0,
                    Optional.ofNullable(row.getString(8))))
        .list();
  }

  /** The part of a restore that handles attachments. */
  public RestoreParticipant restore(Clock clock) {
    return new LiveDevicesAfterRestore(attachments, guestStore, clock);
  }

  /** The devices that may be live. */
  public LiveDevices live() {
    return new RecordedLiveDevices(attachments, unmanaged, guestStore);
  }

  private record Defaults() implements AttachConfig {
    @Override
    public Duration answerTimeout() {
      return Duration.ofSeconds(45);
    }

    @Override
    public Duration bindTimeout() {
      return Duration.ofSeconds(20);
    }

    @Override
    public int maxAttempts() {
      return 5;
    }

    @Override
    public Duration firstRetry() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration longestRetry() {
      return Duration.ofSeconds(30);
    }

    @Override
    public Duration resync() {
      return Duration.ofSeconds(30);
    }

    @Override
    public int workers() {
      return 1;
    }
  }

  private record AgentDefaults() implements AgentChannelConfig {
    @Override
    public Duration commandWait() {
      return Duration.ofSeconds(25);
    }

    @Override
    public Duration reachableFor() {
      return Duration.ofSeconds(60);
    }

    @Override
    public Duration goFor() {
      return Duration.ofSeconds(2);
    }
  }
}
