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

  Situations(Backends backends, Channel channel) {
    this.backends = backends;
    this.channel = channel;
  }

  Situation of(Handle handle, Guest guest, PlannedSlot slot, Attachment attachment) {
    Optional<Boot> boot = guest.boot();
    return new Situation(
        attachment,
        slot,
        backends.find(handle, slot.backend()),
        boot,
        boot.filter(guest::planMatches).isPresent(),
        boot.filter(b -> channel.reaches(guest.name(), b.bootId())).isPresent());
  }
}
