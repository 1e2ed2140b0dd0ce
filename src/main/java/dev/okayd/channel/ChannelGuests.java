package dev.okayd.channel;

import dev.okayd.plan.spec.GuestChannel;
import java.util.Set;

/** Whom a channel has to serve that does not wait to be spoken to by name. */
public interface ChannelGuests {

  /** The names of the guests whose channels have this one, now. */
  Set<String> of(GuestChannel channel);
}
