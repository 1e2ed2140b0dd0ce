package dev.okayd.attach;

import dev.okayd.channel.Channel;
import dev.okayd.guest.Boot;
import dev.okayd.guest.Guest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Gathers what a decision is made from. */
@ApplicationScoped
class Situations {
  private final Backends backends;
  private final Channel channel;

  Situations(Backends backends, Channel channel) {
    this.backends = backends;
    this.channel = channel;
  }

  Situation of(Handle handle, Guest guest, Attachment attachment) {
    Optional<Boot> boot = guest.boot();
    Optional<Target> planned =
        guest.gatedSlots().stream()
            .filter(slot -> slot.device().equals(attachment.device()))
            .map(Target::of)
            .findFirst();
    return new Situation(
        attachment,
        planned,
        backends.find(handle, attachment.target().backend()),
        boot,
        boot.filter(guest::planMatches).isPresent(),
        boot.filter(b -> channel.reaches(guest.name(), b.bootId())).isPresent());
  }
}
