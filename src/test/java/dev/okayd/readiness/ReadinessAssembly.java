package dev.okayd.readiness;

import dev.okayd.attach.Backends;
import dev.okayd.attach.LiveDevices;
import dev.okayd.attach.Wakings;
import dev.okayd.eventlog.EventLog;
import dev.okayd.store.Store;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** This package put together by hand, for those who run okayd without its framework. */
public final class ReadinessAssembly {
  private final Store store;
  private final DeviceReadinessStore devices;
  private final BackendStore backends;
  private final EventLog log;
  private final Clock clock;

  /** Its store alone, which others need first. */
  public ReadinessAssembly(Store store, EventLog log, Clock clock) {
    this.store = store;
    this.devices = new DeviceReadinessStore();
    this.backends = new BackendStore(devices);
    this.log = log;
    this.clock = clock;
  }

  /** Where the reconciler learns of backends. */
  public Backends backends() {
    return backends;
  }

  /** Registers a backend with a secret that the caller knows; it has no clock. */
  public void register(Handle handle, String name, String secret) {
    backends.put(
        handle,
        Backend.registered(name, secret).with(Backend.Heard.byEvents(ReplayProtection.SEQUENCE)));
  }

  /** The rest, on these parts of others. */
  public Service complete(LiveDevices live, Wakings wakings) {
    OperationStore operations = new OperationStore();
    RemainingDevices remaining = new RemainingDevices(live);
    Operations course = new Operations(operations, backends, remaining, log, clock);
    return new Service(
        new EventIntake(store, backends, devices, course, log, wakings, clock),
        new Drains(store, backends, operations, course, remaining, log, wakings),
        new LeaseWatch(store, backends, devices, log, wakings, clock),
        store,
        wakings,
        clock);
  }

  /** What backends and orchestrators speak to. */
  public static final class Service {
    private final EventIntake intake;
    private final Drains drains;
    private final LeaseWatch leases;
    private final Store store;
    private final Wakings wakings;
    private final Clock clock;

    private Service(
        EventIntake intake,
        Drains drains,
        LeaseWatch leases,
        Store store,
        Wakings wakings,
        Clock clock) {
      this.store = store;
      this.wakings = wakings;
      this.intake = intake;
      this.drains = drains;
      this.leases = leases;
      this.clock = clock;
    }

    /** Takes in a signed event. */
    public void accept(byte[] body, String id, String timestamp, String signature) {
      intake.accept(
          body,
          false,
          new Signature(Optional.of(id), Optional.of(timestamp), Optional.of(signature)),
          clock.instant());
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

  /** Whether an event is recorded. */
  public static boolean isRecorded(Handle handle, String backend, String id) {
    return handle
        .createQuery("SELECT 1 FROM readiness_event WHERE backend = :backend AND event_id = :id")
        .bind("backend", backend)
        .bind("id", id)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }
}
