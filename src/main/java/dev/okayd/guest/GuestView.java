package dev.okayd.guest;

import dev.okayd.plan.GuestSpec;
import java.time.Instant;
import java.util.Optional;

/** A guest as the API shows it. */
record GuestView(
    String name,
    GuestSpec spec,
    String planDigest,
    Optional<String> baseTree,
    Optional<BootView> boot,
    Optional<String> agentToken) {

  /** A boot as the API shows it. */
  record BootView(
      String bootId,
      boolean planMatches,
      String kernel,
      String overlayInterface,
      Instant helloAt) {}

  static GuestView of(Guest guest, Optional<String> agentToken) {
    return new GuestView(
        guest.name(),
        guest.spec(),
        guest.plan().digest(),
        guest.plan().baseTree(),
        guest
            .boot()
            .map(
                boot ->
                    new BootView(
                        boot.bootId(),
                        guest.planMatches(boot),
                        boot.kernel(),
                        boot.overlayInterface(),
                        boot.helloAt())),
        agentToken);
  }
}
