package dev.okayd.guest;

import dev.okayd.plan.GuestChannel;
import java.time.Instant;

/** A boot as the API shows it. */
record BootView(
    String bootId,
    boolean planMatches,
    String kernel,
    String overlayInterface,
    GuestChannel channel,
    Instant helloAt) {

  static BootView of(Guest guest, Boot boot) {
    return new BootView(
        boot.bootId(),
        guest.planMatches(boot),
        boot.kernel(),
        boot.overlayInterface(),
        boot.channel(),
        boot.helloAt());
  }
}
