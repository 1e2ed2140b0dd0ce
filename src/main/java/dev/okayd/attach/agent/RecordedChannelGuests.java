package dev.okayd.attach.agent;

import dev.okayd.channel.ChannelGuests;
import dev.okayd.guest.store.GuestStore;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The guests that a channel has to serve, by their specs. */
@ApplicationScoped
class RecordedChannelGuests implements ChannelGuests {
  private final Store store;
  private final GuestStore guests;

  RecordedChannelGuests(Store store, GuestStore guests) {
    this.store = store;
    this.guests = guests;
  }

  @Override
  public Set<String> of(GuestChannel channel) {
    return Set.copyOf(
        store.read(
            handle -> guests.names(handle, spec -> spec.channelsOrDefault().include(channel))));
  }
}
