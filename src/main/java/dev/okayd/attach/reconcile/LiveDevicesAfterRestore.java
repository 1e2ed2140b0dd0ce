package dev.okayd.attach.reconcile;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import dev.okayd.attach.Target;
import dev.okayd.guest.store.GuestStore;
import dev.okayd.store.RestoreParticipant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * After a restore, every device that okayd can enable may be live, in an unknown boot, until its
 * guest proves its state. A device that was live before keeps its target, even if the backup has
 * the device elsewhere or not at all.
 */
@ApplicationScoped
public class LiveDevicesAfterRestore implements RestoreParticipant {
  private final AttachmentStore attachments;
  private final GuestStore guests;
  private final Clock clock;

  public LiveDevicesAfterRestore(AttachmentStore attachments, GuestStore guests, Clock clock) {
    this.attachments = attachments;
    this.guests = guests;
    this.clock = clock;
  }

  @Override
  public Afterwards beforeRestore(Handle handle) {
    List<Attachment> live = attachments.live(handle);
    return (restored, number) -> {
      Instant now = clock.instant();
      List<String> present = guests.names(restored);
      Stream.of(
              present.stream().flatMap(name -> planned(restored, name)),
              attachments.all(restored).stream().map(Enabled::of),
              live.stream().map(Enabled::of))
          .flatMap(devices -> devices)
          .filter(device -> present.contains(device.guest()))
          .forEach(device -> attachments.replace(restored, ofUnknownBoot(device, number, now)));
    };
  }

  /** A device as it may have been enabled; of several targets, the last one counts. */
  private record Enabled(String guest, String device, Target target) {
    static Enabled of(Attachment attachment) {
      return new Enabled(attachment.guest(), attachment.device(), attachment.target());
    }
  }

  private Stream<Enabled> planned(Handle handle, String name) {
    return guests.find(handle, name).stream()
        .flatMap(guest -> guest.gatedSlots().stream())
        .map(slot -> new Enabled(name, slot.device(), Target.of(slot)));
  }

  private static Attachment ofUnknownBoot(Enabled device, long number, Instant now) {
    return Attachment.initial(device.guest(), device.device(), device.target(), number, now)
        .change()
        .restored()
        .to(
            new State.Waiting(
                Reason.RESTORED,
                "The device may be live: a backup was restored, and the guest's agent has not sent HELLO since"))
        .at(now);
  }
}
