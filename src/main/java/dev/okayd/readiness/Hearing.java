package dev.okayd.readiness;

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
record Hearing(
    Effect effect,
    Backend backend,
    DeviceReadinessStore.Forgetting forgets,
    Map<ServedDevice, Said> devices) {

  Hearing {
    devices = Map.copyOf(devices);
  }

  /**
   * What becomes of a backend by an event.
   *
   * @param known what was said of the devices that the event names
   * @param epochHeardBefore whether any event of the event's epoch was accepted before
   */
  static Hearing of(
      ReadinessEvent event,
      Backend backend,
      Map<ServedDevice, Said> known,
      boolean epochHeardBefore,
      Instant now) {
    Optional<Epoch> present = backend.epoch();
    if (present.filter(epoch -> epoch.id().equals(event.epoch())).isPresent()) {
      return sameEpoch(event, backend, present.get(), known, now);
    }
    boolean later =
        present.map(epoch -> Epochs.isLater(event, epoch, epochHeardBefore)).orElse(true);
    return later
        ? new Hearing(
            Effect.RECORDED,
            backend.in(Epoch.begun(event.epoch()).after(event, now)),
            new DeviceReadinessStore.Forgetting.Everything(),
            ofEachDevice(event, now))
        : outdated(backend);
  }

  private static Hearing sameEpoch(
      ReadinessEvent event,
      Backend backend,
      Epoch epoch,
      Map<ServedDevice, Said> known,
      Instant now) {
    boolean outdone = event.sequence() <= epoch.generalSequence();
    if (event.devices().isEmpty()) {
      return outdone
          ? outdated(backend.in(epoch.afterOutdated(event)))
          : new Hearing(
              Effect.RECORDED,
              backend.in(epoch.after(event, now)),
              new DeviceReadinessStore.Forgetting.UpTo(event.sequence()),
              Map.of());
    }
    Map<ServedDevice, Said> news = ofEachDevice(event, now);
    news.keySet().removeIf(device -> outdone || isLater(known.get(device), event.sequence()));
    return news.isEmpty()
        ? outdated(backend.in(epoch.afterOutdated(event)))
        : new Hearing(
            Effect.RECORDED,
            backend.in(epoch.after(event, now)),
            new DeviceReadinessStore.Forgetting.Nothing(),
            news);
  }

  private static boolean isLater(@Nullable Said known, long sequence) {
    return known != null && known.sequence() >= sequence;
  }

  private static Map<ServedDevice, Said> ofEachDevice(ReadinessEvent event, Instant now) {
    Map<ServedDevice, Said> said = new LinkedHashMap<>();
    event.devices().forEach(device -> said.put(device, Said.of(event, now)));
    return said;
  }

  private static Hearing outdated(Backend backend) {
    return new Hearing(
        Effect.OUTDATED, backend, new DeviceReadinessStore.Forgetting.Nothing(), Map.of());
  }
}
