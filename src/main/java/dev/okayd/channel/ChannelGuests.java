package dev.okayd.channel;

import dev.okayd.plan.spec.GuestChannel;
import java.util.Set;

/** Lists the guests of a channel, for channels that okayd must open itself. */
public interface ChannelGuests {

  /** The names of the guests whose spec currently lists the channel. */
  Set<String> of(GuestChannel channel);
}
