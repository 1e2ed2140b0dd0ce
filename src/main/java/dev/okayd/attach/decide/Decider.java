package dev.okayd.attach.decide;

import dev.okayd.guest.Boot;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides what becomes of an attachment: a pure function of what is known. It knows nothing of how
 * the present state came to be, so a lost, doubled or late event, or a crash between any two steps,
 * leads where the facts lead.
 */
public final class Decider {
  /**
   * A decision leads to the next one at once, but never in a circle: the phases on the way are
   * fewer than this.
   */
  private static final int MOST_STEPS = 8;

  private Decider() {}

  /**
   * What an attachment becomes when nothing but the facts of this moment counts.
   *
   * @param facts about the attachment as it is after each step: what it is about may be another
   *     backend's by then
   */
  public static Attachment decide(
      Attachment attachment, Function<Attachment, DecisionInput> facts, Instant now) {
    Attachment present = attachment;
    for (int i = 0; i < MOST_STEPS; i++) {
      Attachment next = step(facts.apply(present), now);
      if (next.equals(present)) {
        return next;
      }
      present = next;
    }
    throw new IllegalStateException("No decision comes to rest for " + present);
  }

  private static Attachment step(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    Attachment current = current(situation, now);
    if (!current.equals(attachment)) {
      return current;
    }
    if (DetachTransitions.mustBegin(situation)) {
      return DetachTransitions.begin(situation, now);
    }
    if (DetachTransitions.isAwayAsWanted(situation)) {
      return DetachTransitions.away(attachment, now);
    }
    return switch (attachment.phase()) {
      case WAITING -> AttachTransitions.waiting(situation, now);
      case DELIVERING -> AttachTransitions.delivering(situation, now);
      case APPLIED -> AttachTransitions.applied(situation, now);
      case BOUND -> BoundTransitions.bound(situation, now);
      case DRAINING -> DetachTransitions.draining(situation, now);
      case DETACHED -> DetachTransitions.detached(situation, now);
      case DEGRADED -> BoundTransitions.degraded(situation, now);
      case FAILED -> FailureTransitions.failed(situation, now);
    };
  }

  /** The attachment as it is in the guest's present boot and by its present plan. */
  public static Attachment current(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    Target planned = situation.planned().orElse(attachment.target());
    Optional<String> bootId = situation.boot().map(Boot::bootId);
    if (bootId.isPresent() && !bootId.equals(attachment.bootId())) {
      return attachment.isOfUnknownBoot()
          ? unverified(attachment, bootId.get(), Reason.RESTORED, now)
          : newBoot(attachment, planned, bootId.get(), now);
    }
    return attachment.mayBeLive() || planned.equals(attachment.target())
        ? attachment
        : planChanged(attachment, planned, now);
  }

  /** Nothing of an earlier boot holds in this one. */
  private static Attachment newBoot(
      Attachment attachment, Target planned, String bootId, Instant now) {
    return attachment
        .change()
        .inBoot(bootId)
        .about(planned)
        .to(new State.Waiting(Reason.GUEST_BOOTED, "The guest has booted"))
        .at(now);
  }

  /** The device as it is when nothing that is recorded of it is believed in this boot. */
  public static Attachment unverified(
      Attachment attachment, String bootId, Reason reason, Instant now) {
    return attachment
        .change()
        .unverified(bootId)
        .to(
            new State.Waiting(
                reason,
                "The device may be live, and nothing that was recorded of it counts; the guest is asked to prove how it is"))
        .at(now);
  }

  /** What another backend, or another slot, has led to says nothing of the present one. */
  private static Attachment planChanged(Attachment attachment, Target planned, Instant now) {
    return attachment
        .change()
        .about(planned)
        .noAttempts()
        .to(new State.Waiting(Reason.RETRYING, "The plan has changed"))
        .at(now);
  }
}
