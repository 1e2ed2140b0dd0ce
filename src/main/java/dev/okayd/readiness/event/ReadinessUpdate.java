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
 * What an event does to what is known of a backend: a pure function. For each device, of the events
 * of the latest epoch that speak of it or of all devices, the one of the highest sequence counts,
 * in whichever order they come in.
 *
 * @param effect in one word
 * @param backend as it is after it
 * @param forgets what becomes of that which was said of single devices before
 * @param devices what is said of single devices now
 */
public record ReadinessUpdate(
    EventEffect effect,
    Backend backend,
    DeviceReadinessStore.Forgetting forgets,
    Map<ServedDevice, ReadinessRecord> devices) {

  public ReadinessUpdate {
    devices = Map.copyOf(devices);
  }

  /**
   * What becomes of a backend by an event.
   *
   * @param known what was said of the devices that the event names
   * @param epochHeardBefore whether any event of the event's epoch was accepted before
   */
  public static ReadinessUpdate of(
      ReadinessEvent event,
      Backend backend,
      Map<ServedDevice, ReadinessRecord> known,
      boolean epochHeardBefore,
      Instant now) {
    Optional<Epoch> present = backend.epoch();
    if (present.filter(epoch -> epoch.id().equals(event.epoch())).isPresent()) {
      return sameEpoch(event, backend, present.get(), known, now);
    }
    boolean later =
        present.map(epoch -> EpochOrder.isLater(event, epoch, epochHeardBefore)).orElse(true);
    return later
        ? new ReadinessUpdate(
            EventEffect.RECORDED,
            backend.in(Epoch.begun(event.epoch()).after(event, now)),
            new DeviceReadinessStore.Forgetting.Everything(),
            ofEachDevice(event, now))
        : outdated(backend);
  }

  private static ReadinessUpdate sameEpoch(
      ReadinessEvent event,
      Backend backend,
      Epoch epoch,
      Map<ServedDevice, ReadinessRecord> known,
      Instant now) {
    boolean outdone = event.sequence() <= epoch.generalSequence();
    if (event.devices().isEmpty()) {
      return outdone
          ? outdated(backend.in(epoch.afterOutdated(event)))
          : new ReadinessUpdate(
              EventEffect.RECORDED,
              backend.in(epoch.after(event, now)),
              new DeviceReadinessStore.Forgetting.UpTo(event.sequence()),
              Map.of());
    }
    Map<ServedDevice, ReadinessRecord> news = ofEachDevice(event, now);
    news.keySet().removeIf(device -> outdone || isLater(known.get(device), event.sequence()));
    return news.isEmpty()
        ? outdated(backend.in(epoch.afterOutdated(event)))
        : new ReadinessUpdate(
            EventEffect.RECORDED,
            backend.in(epoch.after(event, now)),
            new DeviceReadinessStore.Forgetting.Nothing(),
            news);
  }

  private static boolean isLater(@Nullable ReadinessRecord known, long sequence) {
    return known != null && known.sequence() >= sequence;
  }

  private static Map<ServedDevice, ReadinessRecord> ofEachDevice(
      ReadinessEvent event, Instant now) {
    Map<ServedDevice, ReadinessRecord> said = new LinkedHashMap<>();
    event.devices().forEach(device -> said.put(device, ReadinessRecord.of(event, now)));
    return said;
  }

  private static ReadinessUpdate outdated(Backend backend) {
    return new ReadinessUpdate(
        EventEffect.OUTDATED, backend, new DeviceReadinessStore.Forgetting.Nothing(), Map.of());
  }
}
