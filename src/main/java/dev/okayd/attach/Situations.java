package dev.okayd.attach;

import dev.okayd.channel.Channel;
import dev.okayd.guest.Boot;
import dev.okayd.guest.Guest;
import dev.okayd.plan.PlannedSlot;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Gathers what a decision is made from. */
@ApplicationScoped
class Situations {
  private final Backends backends;
  private final Channel channel;
  private final AttachmentStore attachments;

  Situations(Backends backends, Channel channel, AttachmentStore attachments) {
    this.backends = backends;
    this.channel = channel;
    this.attachments = attachments;
  }

  Situation of(Handle handle, Guest guest, Attachment attachment) {
    Optional<Boot> boot = guest.boot();
    Optional<PlannedSlot> slot =
        guest.gatedSlots().stream()
            .filter(planned -> planned.device().equals(attachment.device()))
            .findFirst();
    return new Situation(
        attachment,
        slot.map(Target::of),
        backends.find(handle, attachment.target().backend()),
        boot,
        boot.filter(guest::planMatches).isPresent(),
        boot.filter(b -> channel.reaches(guest.name(), b.bootId())).isPresent(),
        slot.flatMap(planned -> obstacle(handle, guest, planned)));
  }

  private Optional<Obstacle> obstacle(Handle handle, Guest guest, PlannedSlot planned) {
    if (planned.bindsLate()) {
      return Optional.of(Obstacle.domidUnknown());
    }
    return attachments.ofGuest(handle, guest.name()).stream()
        .filter(Attachment::mayBeLive)
        .filter(other -> other.bootId().equals(guest.boot().map(Boot::bootId)))
        .flatMap(other -> obstacle(other, planned).stream())
        .findFirst();
  }

  /** The same device elsewhere would be live twice, and nobody would know of the first one. */
  private static Optional<Obstacle> obstacle(Attachment live, PlannedSlot planned) {
    boolean same = live.device().equals(planned.device());
    boolean here = live.target().path().equals(planned.slot().path());
    if (same && !here) {
      return Optional.of(Obstacle.stillElsewhere(live.target().path()));
    }
    return here && !same ? Optional.of(Obstacle.slotTaken(live.device())) : Optional.empty();
  }
}
