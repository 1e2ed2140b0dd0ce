package dev.okayd.readiness.registration;

import dev.okayd.attach.agent.PutBackParticipant;
import dev.okayd.attach.reconcile.LiveDevices;
import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendReader;
import dev.okayd.backend.BackendStore;
import dev.okayd.backend.DeviceReadinessStore;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.ReplayProtection;
import dev.okayd.backend.XenstoreForm;
import dev.okayd.backend.XenstoreKey;
import dev.okayd.eventlog.EventLog;
import dev.okayd.readiness.drain.DrainProgress;
import dev.okayd.readiness.drain.Drains;
import dev.okayd.readiness.drain.Operation;
import dev.okayd.readiness.drain.OperationJson;
import dev.okayd.readiness.drain.OperationStore;
import dev.okayd.readiness.drain.RemainingDevices;
import dev.okayd.readiness.event.EventIntake;
import dev.okayd.readiness.event.EventRecorder;
import dev.okayd.readiness.event.EventVerifier;
import dev.okayd.readiness.event.ReceivedEventStore;
import dev.okayd.readiness.event.Signature;
import dev.okayd.readiness.lease.LeaseWatch;
import dev.okayd.readiness.lease.ListeningPeriod;
import dev.okayd.readiness.xenstore.XenstoreIntake;
import dev.okayd.readiness.xenstore.XenstoreVerdict;
import dev.okayd.store.EpochMicros;
import dev.okayd.store.RestoreParticipant;
import dev.okayd.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Assembles the readiness packages by hand, for tests without the framework. */
public final class ReadinessAssembly {
  private static final XenstoreKey KEY =
      new XenstoreKey("0", "drivers/disk/status", XenstoreForm.STATUS, Optional.of(12));

  private final Store store;
  private final DeviceReadinessStore devices;
  private final BackendStore backends;
  private final ReceivedEventStore received;
  private final EventLog log;
  private final Clock clock;

  /** Creates only the stores, which other parts need first. */
  public ReadinessAssembly(Store store, EventLog log, Clock clock) {
    this.store = store;
    this.devices = new DeviceReadinessStore();
    this.received = new ReceivedEventStore();
    this.backends = new BackendStore(devices);
    this.log = log;
    this.clock = clock;
  }

  /** Gives the reconciler the readiness of backends. */
  public BackendReader backends() {
    return backends;
  }

  /** Registers a backend without a clock, with this secret. */
  public void register(Handle handle, String name, String secret) {
    backends.put(
        handle,
        Backend.registered(name, secret)
            .with(Backend.ReadinessSource.events(ReplayProtection.SEQUENCE)));
  }

  /** Registers a backend whose readiness is in the xenstore. */
  public void registerInXenstore(Handle handle, String name) {
    backends.put(
        handle,
        Backend.registered(name, "whsec_")
            .with(
                new Backend.ReadinessSource(
                    ReplayProtection.SEQUENCE, Optional.empty(), Optional.of(KEY))));
  }

  /** Deletes confirmations when a guest is put back. */
  public PutBackParticipant putBack(Supplier<LiveDevices> live) {
    return (handle, guest) -> new RemainingDevices(live.get()).afterPutBack(handle, guest);
  }

  /** Keeps the readiness of backends across a restore. */
  public RestoreParticipant restore(LiveDevices live) {
    RemainingDevices remaining = new RemainingDevices(live);
    return new ReadinessAfterRestore(
        backends,
        received,
        devices,
        new DrainProgress(new OperationStore(), backends, remaining, log, clock),
        remaining);
  }

  /** Creates the remaining parts. */
  public Service complete(LiveDevices live, ReconcileTrigger trigger) {
    return complete(live, trigger, new ListeningPeriod());
  }

  /** The same with a bug: a renewal missed while okayd was stopped counts as absent. */
  public Service completeWithoutListeningPeriod(LiveDevices live, ReconcileTrigger trigger) {
    return complete(
        live,
        trigger,
        new ListeningPeriod() {
          @Override
          public Instant noteCheck(Instant now) {
            return Instant.EPOCH;
          }
        });
  }

  private Service complete(LiveDevices live, ReconcileTrigger trigger, ListeningPeriod listening) {
    OperationStore operations = new OperationStore();
    RemainingDevices remaining = new RemainingDevices(live);
    DrainProgress progress = new DrainProgress(operations, backends, remaining, log, clock);
    EventRecorder recorder = new EventRecorder(backends, devices, received, progress, log, clock);
    EventIntake intake =
        new EventIntake(
            store, new EventVerifier(store, backends, clock), recorder, trigger, listening);
    return new Service(
        intake,
        new Drains(store, backends, operations, progress, remaining, log, trigger),
        new LeaseWatch(store, backends, devices, log, trigger, listening, clock),
        new XenstoreIntake(store, backends, received, recorder, trigger, listening, clock),
        store,
        trigger);
  }

  /** The operations for backends and orchestrators. */
  public static final class Service {
    private final EventIntake intake;
    private final Drains drains;
    private final LeaseWatch leases;
    private final XenstoreIntake xenstore;
    private final Store store;
    private final ReconcileTrigger trigger;

    private Service(
        EventIntake intake,
        Drains drains,
        LeaseWatch leases,
        XenstoreIntake xenstore,
        Store store,
        ReconcileTrigger trigger) {
      this.store = store;
      this.trigger = trigger;
      this.intake = intake;
      this.drains = drains;
      this.leases = leases;
      this.xenstore = xenstore;
    }

    /** Accepts a signed event that started to arrive at {@code receivedAt}. */
    public void accept(
        byte[] body, String id, String timestamp, String signature, Instant receivedAt) {
      intake.accept(
          body,
          false,
          new Signature(Optional.of(id), Optional.of(timestamp), Optional.of(signature)),
          receivedAt);
    }

    /** Records a reading of the xenstore; returns false if the caller must read again. */
    public boolean read(
        String backend, boolean isReady, String start, int ttlSeconds, Supplier<Instant> readAt) {
      return xenstore.accept(
          backend,
          KEY,
          () ->
              new XenstoreVerdict(
                  isReady ? Readiness.READY : Readiness.LOST,
                  Optional.of(start),
                  Optional.of(0),
                  isReady ? Optional.of(Duration.ofSeconds(ttlSeconds)) : Optional.empty(),
                  readAt.get()));
    }

    /** Cancels a drain. */
    public void cancelDrain(String backend) {
      drains.cancel(backend);
    }

    /** Guests for which a person has to confirm that they no longer use a device. */
    public List<String> awaitingConfirmation(String operation) {
      return drains.get(operation).devices().stream()
          .filter(device -> device.phase().isEmpty())
          .map(OperationJson.Device::guest)
          .distinct()
          .toList();
    }

    /** A person confirms that a guest uses none of its devices. */
    public void confirm(String operation, String guest) {
      store.inTransaction(handle -> drains.confirm(handle, operation, guest, Optional.empty()));
    }

    /** Starts a drain; returns the operation id. */
    public String drain(String backend, String epoch) {
      String id =
          store.inTransaction(handle -> drains.begin(handle, backend, Optional.of(epoch))).id();
      trigger.reconcileGuestsOf(backend);
      return id;
    }

    /** Whether the drain has completed, so that the backend may stop. */
    public boolean isDrained(String operation) {
      return drains.get(operation).state() == Operation.State.DRAINED;
    }

    /** Records expired leases. */
    public int expire() {
      return leases.expire();
    }
  }

  /** Whether the record of a backend comes from the reading at this time. */
  public static boolean isFromReading(
      Handle handle, String backend, Instant readAt, int ttlSeconds) {
    return handle
        .createQuery(
            "SELECT 1 FROM backend WHERE name = :name AND (received_at = :readAt OR lease_until = :until)")
        .bind("name", backend)
        .bind("readAt", EpochMicros.micros(readAt))
        .bind("until", EpochMicros.micros(readAt.plusSeconds(ttlSeconds)))
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Whether okayd recorded an event of a backend or a later one. */
  public static boolean isKnown(Handle handle, String backend, int epoch, long sequence) {
    return handle
        .createQuery("SELECT epoch, sequence FROM backend WHERE name = :backend")
        .bind("backend", backend)
        .map(
            (row, context) ->
                row.getString(1) != null
                    && (Integer.parseInt(row.getString(1)) > epoch
                        || (Integer.parseInt(row.getString(1)) == epoch
                            && row.getLong(2) >= sequence)))
        .one();
  }
}
