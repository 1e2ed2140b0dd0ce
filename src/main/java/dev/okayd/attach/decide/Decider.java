package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import dev.okayd.attach.Target;
import dev.okayd.guest.Boot;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides the next state of an attachment: a pure function of facts. It does not depend on how the
 * present state came about, so a lost, doubled or late event, or a crash between any two steps,
 * ends in the same state.
 */
public final class Decider {
  /**
   * The limit of steps in one decision. Each step leads to the next at once, never in a circle, and
   * passes fewer phases than this.
   */
  private static final int MOST_STEPS = 8;

  private Decider() {}

  /**
   * The state of an attachment by the facts of this moment.
   *
   * @param facts about the attachment after each step; its target may belong to another backend by
   *     then
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

  private static Attachment step(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    Attachment current = current(input, now);
    if (!current.equals(attachment)) {
      return current;
    }
    if (DetachTransitions.mustBeginRemoval(input)) {
      return DetachTransitions.begin(input, now);
    }
    if (DetachTransitions.isDetachedAsRequested(input)) {
      return DetachTransitions.detachedAsRequested(attachment, now);
    }
    return switch (attachment.phase()) {
      case WAITING -> AttachTransitions.waiting(input, now);
      case DELIVERING -> AttachTransitions.delivering(input, now);
      case APPLIED -> AttachTransitions.applied(input, now);
      case BOUND -> BoundTransitions.bound(input, now);
      case DRAINING -> DetachTransitions.draining(input, now);
      case DETACHED -> DetachTransitions.detached(input, now);
      case DEGRADED -> BoundTransitions.degraded(input, now);
      case FAILED -> FailureTransitions.failed(input, now);
    };
  }

  /** The attachment as it is in the guest's present boot and by its present plan. */
  public static Attachment current(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    Target planned = input.planned().orElse(attachment.target());
    Optional<String> bootId = input.boot().map(Boot::bootId);
    if (bootId.isPresent() && !bootId.equals(attachment.bootId())) {
      return attachment.isOfUnknownBoot()
          ? unverified(attachment, bootId.get(), Reason.RESTORED, now)
          : newBoot(attachment, planned, bootId.get(), now);
    }
    return attachment.mayBeLive() || planned.equals(attachment.target())
        ? attachment
        : planChanged(attachment, planned, now);
  }

  /** Drops everything of an earlier boot. */
  private static Attachment newBoot(
      Attachment attachment, Target planned, String bootId, Instant now) {
    return attachment
        .change()
        .inBoot(bootId)
        .about(planned)
        .to(new State.Waiting(Reason.GUEST_BOOTED, "The guest has booted"))
        .at(now);
  }

  /** The device when nothing recorded about it counts in this boot. */
  public static Attachment unverified(
      Attachment attachment, String bootId, Reason reason, Instant now) {
    return attachment
        .change()
        .unverified(bootId)
        .to(
            new State.Waiting(
                reason,
                "The device may be live, and the recorded state does not count; the guest is asked for proof"))
        .at(now);
  }

  /** Starts over: the state for another backend or slot says nothing about the present one. */
  private static Attachment planChanged(Attachment attachment, Target planned, Instant now) {
    return attachment
        .change()
        .about(planned)
        .noAttempts()
        .to(new State.Waiting(Reason.RETRYING, "The plan has changed"))
        .at(now);
  }
}
