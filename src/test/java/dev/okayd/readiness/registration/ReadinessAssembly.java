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

/** This package put together by hand, for those who run okayd without its framework. */
public final class ReadinessAssembly {
  private static final XenstoreKey KEY =
      new XenstoreKey("0", "drivers/disk/status", XenstoreForm.STATUS, Optional.of(12));

  private final Store store;
  private final DeviceReadinessStore devices;
  private final BackendStore backends;
  private final ReceivedEventStore received;
  private final EventLog log;
  private final Clock clock;

  /** Its store alone, which others need first. */
  public ReadinessAssembly(Store store, EventLog log, Clock clock) {
    this.store = store;
    this.devices = new DeviceReadinessStore();
    this.received = new ReceivedEventStore();
    this.backends = new BackendStore(devices);
    this.log = log;
    this.clock = clock;
  }

  /** Where the reconciler learns of backends. */
  public BackendReader backends() {
    return backends;
  }

  /** Registers a backend with a secret that the caller knows; it has no clock. */
  public void register(Handle handle, String name, String secret) {
    backends.put(
        handle,
        Backend.registered(name, secret).with(Backend.Heard.byEvents(ReplayProtection.SEQUENCE)));
  }

  /** Registers a backend whose readiness is in the xenstore. */
  public void registerInXenstore(Handle handle, String name) {
    backends.put(
        handle,
        Backend.registered(name, "whsec_")
            .with(
                new Backend.Heard(ReplayProtection.SEQUENCE, Optional.empty(), Optional.of(KEY))));
  }

  /** What is forgotten when a guest is put back. */
  public PutBackParticipant putBack(Supplier<LiveDevices> live) {
    return (handle, guest) -> new RemainingDevices(live.get()).afterPutBack(handle, guest);
  }

  /** What a restore does with what backends said. */
  public RestoreParticipant restore(LiveDevices live) {
    RemainingDevices remaining = new RemainingDevices(live);
    return new ReadinessAfterRestore(
        backends,
        received,
        devices,
        new DrainProgress(new OperationStore(), backends, remaining, log, clock),
        remaining);
  }

  /** The rest, on these parts of others. */
  public Service complete(LiveDevices live, ReconcileTrigger wakings) {
    return complete(live, wakings, new ListeningPeriod());
  }

  /** The same with a bug: what was said while nobody listened counts as silence. */
  public Service completeWithoutAttention(LiveDevices live, ReconcileTrigger wakings) {
    return complete(
        live,
        wakings,
        new ListeningPeriod() {
          @Override
          public Instant looks(Instant now) {
            return Instant.EPOCH;
          }
        });
  }

  private Service complete(LiveDevices live, ReconcileTrigger wakings, ListeningPeriod attention) {
    OperationStore operations = new OperationStore();
    RemainingDevices remaining = new RemainingDevices(live);
    DrainProgress course = new DrainProgress(operations, backends, remaining, log, clock);
    EventRecorder recorder = new EventRecorder(backends, devices, received, course, log, clock);
    EventIntake intake =
        new EventIntake(
            store, new EventVerifier(store, backends, clock), recorder, wakings, attention);
    return new Service(
        intake,
        new Drains(store, backends, operations, course, remaining, log, wakings),
        new LeaseWatch(store, backends, devices, log, wakings, attention, clock),
        new XenstoreIntake(store, backends, received, recorder, wakings, attention, clock),
        store,
        wakings);
  }

  /** What backends and orchestrators speak to. */
  public static final class Service {
    private final EventIntake intake;
    private final Drains drains;
    private final LeaseWatch leases;
    private final XenstoreIntake xenstore;
    private final Store store;
    private final ReconcileTrigger wakings;

    private Service(
        EventIntake intake,
        Drains drains,
        LeaseWatch leases,
        XenstoreIntake xenstore,
        Store store,
        ReconcileTrigger wakings) {
      this.store = store;
      this.wakings = wakings;
      this.intake = intake;
      this.drains = drains;
      this.leases = leases;
      this.xenstore = xenstore;
    }

    /** Takes in a signed event that began to come in then. */
    public void accept(
        byte[] body, String id, String timestamp, String signature, Instant receivedAt) {
      intake.accept(
          body,
          false,
          new Signature(Optional.of(id), Optional.of(timestamp), Optional.of(signature)),
          receivedAt);
    }

    /** What the xenstore had of a backend at a moment; no if it has to be read again. */
    public boolean read(
        String backend, boolean isReady, String start, int ttlSeconds, Supplier<Instant> readAt) {
      return xenstore.take(
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

    /** Calls a drain off. */
    public void cancelDrain(String backend) {
      drains.cancel(backend);
    }

    /** Guests of which a person has to confirm that they do not use a device. */
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

    /** Has a backend drained; the operation. */
    public String drain(String backend, String epoch) {
      String id =
          store.inTransaction(handle -> drains.begin(handle, backend, Optional.of(epoch))).id();
      wakings.lookServedBy(backend);
      return id;
    }

    /** Whether an operation says that its backend may stop. */
    public boolean isDrained(String operation) {
      return drains.get(operation).state() == Operation.State.DRAINED;
    }

    /** Records which leases are over. */
    public int expire() {
      return leases.expire();
    }
  }

  /** Whether what is recorded of a backend is of a reading of that moment. */
  public static boolean isOfReading(Handle handle, String backend, Instant readAt, int ttlSeconds) {
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

  /** Whether an event of a backend is known, or outdone by a later one that is. */
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
