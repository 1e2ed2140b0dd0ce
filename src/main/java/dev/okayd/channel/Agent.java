package dev.okayd.channel;

import dev.okayd.plan.spec.GuestChannel;
import java.util.Optional;

/**
 * The agent of a guest, as the sender of a request.
 *
 * @param guest the guest that the agent names, or that the channel is bound to
 * @param channel the channel of the request
 * @param token the credential; empty if the channel reaches that one guest only
 */
public record Agent(String guest, GuestChannel channel, Optional<String> token) {

  /** An agent that authenticates with its token. */
  public static Agent withToken(String guest, GuestChannel channel, String token) {
    return new Agent(guest, channel, Optional.of(token));
  }

  /** An agent on a channel that the operator bound to its guest. */
  public static Agent ofBoundChannel(String guest, GuestChannel channel) {
    return new Agent(guest, channel, Optional.empty());
  }
}
