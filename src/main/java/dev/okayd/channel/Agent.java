package dev.okayd.channel;

import dev.okayd.plan.spec.GuestChannel;
import java.util.Optional;

/**
 * The agent of a guest, as it comes to okayd.
 *
 * @param guest whose it says it is, or whose the channel says it is
 * @param channel over which it came
 * @param token that proves it; empty where the channel leads to that one guest and nowhere else
 */
public record Agent(String guest, GuestChannel channel, Optional<String> token) {

  /** One that anybody may claim to be, and proves it by its token. */
  public static Agent withToken(String guest, GuestChannel channel, String token) {
    return new Agent(guest, channel, Optional.of(token));
  }

  /** One whose channel is bound to its guest, by whoever set it up. */
  public static Agent ofBoundChannel(String guest, GuestChannel channel) {
    return new Agent(guest, channel, Optional.empty());
  }
}
