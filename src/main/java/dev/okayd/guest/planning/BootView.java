package dev.okayd.guest.planning;

import dev.okayd.guest.Boot;
import dev.okayd.guest.Guest;
import dev.okayd.plan.spec.GuestChannel;
import java.time.Instant;

/** A boot as the API shows it. */
public record BootView(
    String bootId,
    boolean planMatches,
    String kernel,
    String overlayInterface,
    GuestChannel channel,
    Instant helloAt) {

  public static BootView of(Guest guest, Boot boot) {
    return new BootView(
        boot.bootId(),
        guest.planMatches(boot),
        boot.kernel(),
        boot.overlayInterface(),
        boot.channel(),
        boot.helloAt());
  }
}
