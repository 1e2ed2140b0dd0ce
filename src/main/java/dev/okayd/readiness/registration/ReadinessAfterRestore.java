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
 * After a restore a backend is what it said last, not what it had said when the backup was made. Of
 * a backend that only the backup knows nothing is known until it says it anew. A drain of the
 * backup has to come to its end once more.
 */
@ApplicationScoped
class ReadinessAfterRestore implements RestoreParticipant {
  private final BackendStore backends;
  private final ReceivedEventStore received;
  private final DeviceReadinessStore devices;
  private final DrainProgress operations;
  private final RemainingDevices remaining;

  ReadinessAfterRestore(
      BackendStore backends,
      ReceivedEventStore received,
      DeviceReadinessStore devices,
      DrainProgress operations,
      RemainingDevices remaining) {
    this.backends = backends;
    this.received = received;
    this.devices = devices;
    this.operations = operations;
    this.remaining = remaining;
  }

  /** All that a backend has said. */
  private record Word(
      Epoch epoch, Map<ServedDevice, ReadinessRecord> devices, List<ReceivedEvent> events) {}

  @Override
  public Afterwards beforeRestore(Handle handle) {
    Map<String, Word> words = new HashMap<>();
    backends
        .behind(handle, "")
        .forEach(
            backend ->
                backend
                    .epoch()
                    .ifPresent(epoch -> words.put(backend.name(), word(handle, backend, epoch))));
    return (restored, number) -> {
      remaining.forgetConfirmations(restored);
      backends
          .behind(restored, "")
          .forEach(
              backend ->
                  Optional.ofNullable(words.get(backend.name()))
                      .ifPresentOrElse(
                          word -> keep(restored, backend, word), () -> forget(restored, backend)));
    };
  }

  private Word word(Handle handle, Backend backend, Epoch epoch) {
    return new Word(
        epoch,
        devices.of(handle, backend.name()),
        received.lastOfEachEpoch(handle, backend.name()));
  }

  /** A drain of a start that another one has followed is over. */
  private void keep(Handle handle, Backend backend, Word word) {
    Backend now = backend.in(word.epoch());
    backends.put(handle, now);
    if (!now.drain().equals(backend.drain())) {
      operations.cutShort(handle, backend.drain(), Operation.State.BACKEND_RESTARTED);
    }
    devices.forget(handle, backend.name(), new DeviceReadinessStore.Forgetting.Everything());
    word.devices().forEach((device, said) -> devices.put(handle, backend.name(), device, said));
    word.events().forEach(event -> received.put(handle, backend.name(), event));
  }

  /** Its last event counts when it is sent again, as a status URL does that is read again. */
  private void forget(Handle handle, Backend backend) {
    devices.forget(handle, backend.name(), new DeviceReadinessStore.Forgetting.Everything());
    backend
        .epoch()
        .ifPresent(
            epoch -> {
              received.forget(handle, backend.name(), epoch.id(), epoch.generalSequence());
              backends.put(handle, backend.in(epoch.silent()));
            });
  }
}
