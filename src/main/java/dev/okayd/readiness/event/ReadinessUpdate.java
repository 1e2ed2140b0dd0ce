package dev.okayd.readiness.event;

import dev.okayd.backend.Backend;
import dev.okayd.backend.DeviceReadinessStore;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.EpochOrder;
import dev.okayd.backend.ReadinessEvent;
import dev.okayd.backend.ReadinessRecord;
import dev.okayd.backend.ServedDevice;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The effect of an event on the recorded readiness of a backend, as a pure function. For each
 * device, the event with the highest sequence applies, among the events of the latest epoch for
 * that device or for all devices, in any order of arrival.
 *
 * @param effect the effect for the answer and the log
 * @param backend after the event
 * @param superseded which earlier records of single devices the event supersedes
 * @param devices new records of single devices
 */
public record ReadinessUpdate(
    EventEffect effect,
    Backend backend,
    DeviceReadinessStore.Superseded superseded,
    Map<ServedDevice, ReadinessRecord> devices) {

  public ReadinessUpdate {
    devices = Map.copyOf(devices);
  }

  /**
   * The update by an event.
   *
   * @param known records of the devices that the event names
   * @param isKnownEpoch whether okayd accepted an event of this epoch before
   */
  public static ReadinessUpdate of(
      ReadinessEvent event,
      Backend backend,
      Map<ServedDevice, ReadinessRecord> known,
      boolean isKnownEpoch,
      Instant now) {
    Optional<Epoch> present = backend.epoch();
    if (present.filter(epoch -> epoch.id().equals(event.epoch())).isPresent()) {
      return sameEpoch(event, backend, present.get(), known, now);
    }
    boolean later =
        present.map(epoch -> EpochOrder.isLater(event, epoch, isKnownEpoch)).orElse(true);
    return later
        ? new ReadinessUpdate(
            EventEffect.RECORDED,
            backend.in(Epoch.started(event.epoch()).after(event, now)),
            new DeviceReadinessStore.Superseded.All(),
            ofEachDevice(event, now))
        : outdated(backend);
  }

  private static ReadinessUpdate sameEpoch(
      ReadinessEvent event,
      Backend backend,
      Epoch epoch,
      Map<ServedDevice, ReadinessRecord> known,
      Instant now) {
    boolean isSuperseded = event.sequence() <= epoch.generalSequence();
    if (event.devices().isEmpty()) {
      return isSuperseded
          ? outdated(backend.in(epoch.afterOutdated(event)))
          : new ReadinessUpdate(
              EventEffect.RECORDED,
              backend.in(epoch.after(event, now)),
              new DeviceReadinessStore.Superseded.UpTo(event.sequence()),
              Map.of());
    }
    Map<ServedDevice, ReadinessRecord> newer = ofEachDevice(event, now);
    newer.keySet().removeIf(device -> isSuperseded || isLater(known.get(device), event.sequence()));
    return newer.isEmpty()
        ? outdated(backend.in(epoch.afterOutdated(event)))
        : new ReadinessUpdate(
            EventEffect.RECORDED,
            backend.in(epoch.after(event, now)),
            new DeviceReadinessStore.Superseded.None(),
            newer);
  }

  private static boolean isLater(@Nullable ReadinessRecord known, long sequence) {
    return known != null && known.sequence() >= sequence;
  }

  private static Map<ServedDevice, ReadinessRecord> ofEachDevice(
      ReadinessEvent event, Instant now) {
    Map<ServedDevice, ReadinessRecord> records = new LinkedHashMap<>();
    event.devices().forEach(device -> records.put(device, ReadinessRecord.of(event, now)));
    return records;
  }

  private static ReadinessUpdate outdated(Backend backend) {
    return new ReadinessUpdate(
        EventEffect.OUTDATED, backend, new DeviceReadinessStore.Superseded.None(), Map.of());
  }
}
