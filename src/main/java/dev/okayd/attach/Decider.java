package dev.okayd.attach;

import dev.okayd.guest.Boot;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what becomes of an attachment: a pure function of what is known. It knows nothing of how
 * the present state came to be, so a lost, doubled or late event, or a crash between any two steps,
 * leads where the facts lead.
 */
final class Decider {
  /**
   * A decision leads to the next one at once, but never in a circle: the phases on the way are
   * fewer than this.
   */
  private static final int MOST_STEPS = 8;

  private Decider() {}

  /** What the attachment becomes when nothing but the facts of this moment counts. */
  static Attachment decide(Situation situation, Instant now) {
    Attachment present = situation.attachment();
    for (int i = 0; i < MOST_STEPS; i++) {
      Attachment next = step(situation.with(present), now);
      if (next.equals(present)) {
        return next;
      }
      present = next;
    }
    throw new IllegalStateException("No decision comes to rest for " + present);
  }

  private static Attachment step(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    Optional<String> bootId = situation.boot().map(Boot::bootId);
    if (bootId.isPresent() && !bootId.equals(attachment.bootId())) {
      return newBoot(attachment, situation.planned(), bootId.get(), now);
    }
    if (Detaching.mustBegin(situation)) {
      return Detaching.begin(situation, now);
    }
    if (Detaching.isAwayAsWanted(situation)) {
      return Detaching.away(attachment, now);
    }
    return switch (attachment.phase()) {
      case WAITING -> Attaching.waiting(situation, now);
      case DELIVERING -> Attaching.delivering(situation, now);
      case APPLIED -> Attaching.applied(situation, now);
      case BOUND -> Attached.bound(situation, now);
      case DRAINING -> Detaching.draining(situation, now);
      case DETACHED -> Detaching.detached(situation, now);
      case DEGRADED -> Attached.degraded(situation, now);
      case FAILED -> Failing.failed(situation, now);
    };
  }

  /** Nothing of an earlier boot holds in this one. */
  static Attachment newBoot(
      Attachment attachment, Optional<Target> planned, String bootId, Instant now) {
    return attachment
        .change()
        .inBoot(bootId)
        .about(planned.orElse(attachment.target()))
        .to(Phase.WAITING, Reason.GUEST_BOOTED, "The guest has booted")
        .at(now);
  }
}
