package dev.okayd.readiness.registration;

import dev.okayd.backend.Backend;
import dev.okayd.backend.BackendStore;
import dev.okayd.backend.DeviceReadinessStore;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.ReadinessRecord;
import dev.okayd.backend.ServedDevice;
import dev.okayd.readiness.drain.DrainProgress;
import dev.okayd.readiness.drain.Operation;
import dev.okayd.readiness.drain.RemainingDevices;
import dev.okayd.readiness.event.ReceivedEvent;
import dev.okayd.readiness.event.ReceivedEventStore;
import dev.okayd.store.RestoreParticipant;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the current readiness of backends across a restore instead of the readiness in the backup.
 * The readiness of a backend that exists only in the backup is unknown until its next event. A
 * drain in the backup has to complete again.
 */
@ApplicationScoped
class ReadinessAfterRestore implements RestoreParticipant {
  private final BackendStore backends;
  private final ReceivedEventStore received;
  private final DeviceReadinessStore devices;
  private final DrainProgress progress;
  private final RemainingDevices remaining;

  ReadinessAfterRestore(
      BackendStore backends,
      ReceivedEventStore received,
      DeviceReadinessStore devices,
      DrainProgress progress,
      RemainingDevices remaining) {
    this.backends = backends;
    this.received = received;
    this.devices = devices;
    this.progress = progress;
    this.remaining = remaining;
  }

  /** The readiness of a backend before the restore. */
  private record Snapshot(
      Epoch epoch, Map<ServedDevice, ReadinessRecord> devices, List<ReceivedEvent> events) {}

  @Override
  public Afterwards beforeRestore(Handle handle) {
    Map<String, Snapshot> snapshots = new HashMap<>();
    backends
        .listAfter(handle, "")
        .forEach(
            backend ->
                backend
                    .epoch()
                    .ifPresent(
                        epoch -> snapshots.put(backend.name(), snapshot(handle, backend, epoch))));
    return (restored, number) -> {
      remaining.deleteConfirmations(restored);
      backends
          .listAfter(restored, "")
          .forEach(
              backend ->
                  Optional.ofNullable(snapshots.get(backend.name()))
                      .ifPresentOrElse(
                          snapshot -> keep(restored, backend, snapshot),
                          () -> clear(restored, backend)));
    };
  }

  private Snapshot snapshot(Handle handle, Backend backend, Epoch epoch) {
    return new Snapshot(
        epoch,
        devices.of(handle, backend.name()),
        received.lastOfEachEpoch(handle, backend.name()));
  }

  /** Also cancels a drain of a superseded epoch. */
  private void keep(Handle handle, Backend backend, Snapshot snapshot) {
    Backend now = backend.in(snapshot.epoch());
    backends.put(handle, now);
    if (!now.drain().equals(backend.drain())) {
      progress.cancelIfRunning(handle, backend.drain(), Operation.State.BACKEND_RESTARTED);
    }
    devices.deleteSuperseded(handle, backend.name(), new DeviceReadinessStore.Superseded.All());
    snapshot
        .devices()
        .forEach((device, record) -> devices.put(handle, backend.name(), device, record));
    snapshot.events().forEach(event -> received.put(handle, backend.name(), event));
  }

  /**
   * Deletes its last event as well, so that okayd accepts the event again, for example from a
   * status URL.
   */
  private void clear(Handle handle, Backend backend) {
    devices.deleteSuperseded(handle, backend.name(), new DeviceReadinessStore.Superseded.All());
    backend
        .epoch()
        .ifPresent(
            epoch -> {
              received.delete(handle, backend.name(), epoch.id(), epoch.generalSequence());
              backends.put(handle, backend.in(epoch.withoutReadiness()));
            });
  }
}
