package dev.okayd.attach.decide;

import java.time.Instant;
import java.util.Optional;

/** Decisions on the way to a bound device. */
final class AttachTransitions {
  private AttachTransitions() {}

  static Attachment waiting(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    Optional<Blocker> obstacle = Blocker.toBeginning(situation);
    if (obstacle.isPresent()) {
      return heldBack(situation, obstacle.get(), now);
    }
    if (attachment
        .state()
        .nextAttemptAt()
        .filter(at -> !situation.retry().isDue(at, now))
        .isPresent()) {
      return attachment;
    }
    AttachmentChange change = attachment.change();
    if (attachment.attempts() == 0 || situation.backendRestarted()) {
      change.apply(situation, now);
    } else {
      change.sameCommandAgain();
    }
    return delivered(situation, change, "The overlay is on its way to the guest", now);
  }

  /** The overlay is sent, or a person has to apply it. */
  static Attachment delivered(
      DecisionInput situation, AttachmentChange change, String message, Instant now) {
    return situation.isManual()
        ? change
            .to(
                new State.Delivering(
                    Reason.AWAITS_PERSON,
                    "The backend is ready: apply the overlay in the guest with okayd-agent, and hand in what it prints with"
                        + " okayd confirm",
                    Optional.empty()))
            .at(now)
        : change
            .to(
                new State.Delivering(
                    Reason.COMMAND_SENT,
                    message,
                    Optional.of(now.plus(situation.retry().answerTimeout()))))
            .at(now);
  }

  /** What was sent for an earlier start of the backend is nobody's any more. */
  private static Attachment anew(DecisionInput situation, Instant now) {
    return delivered(
        situation,
        situation.attachment().change().apply(situation, now),
        "The backend has started anew; the overlay is on its way to the guest",
        now);
  }

  /** Waiting; but what the guest has proved live, and whose backend is gone, is degraded. */
  private static Attachment heldBack(DecisionInput situation, Blocker obstacle, Instant now) {
    Attachment attachment = situation.attachment();
    boolean lost =
        switch (situation.readiness()) {
          case LOST, UNKNOWN -> true;
          case READY, DRAINING -> false;
        };
    if (lost && attachment.isProvedLive()) {
      return BoundTransitions.lost(situation, now);
    }
    return attachment
        .change()
        .noAttempts()
        .to(new State.Waiting(obstacle.reason(), obstacle.message()))
        .at(now);
  }

  static Attachment delivering(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    Optional<Blocker> obstacle = Blocker.of(situation);
    if (obstacle.isPresent()) {
      return heldBack(situation, obstacle.get(), now);
    }
    if (situation.backendRestarted()) {
      return anew(situation, now);
    }
    // an agent is waited for with a deadline, a person without: the guest's channels may have
    // changed
    if (situation.isManual() == attachment.state().deadlineAt().isPresent()) {
      return delivered(
          situation,
          attachment.change().sameCommandAgain(),
          "The overlay is on its way to the guest",
          now);
    }
    return isOver(situation, now)
        ? FailureTransitions.unanswered(situation, FailureTransitions.Retrying.ATTACHING, now)
        : attachment;
  }

  static Attachment applied(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    // an obstacle holds the command back: an agent that finds the node disabled would enable it
    Optional<Blocker> obstacle = Blocker.toBeginning(situation);
    if (obstacle.isPresent()) {
      return heldBack(situation, obstacle.get(), now);
    }
    if (situation.backendRestarted()) {
      return anew(situation, now);
    }
    if (situation.isManual()) {
      return attachment
          .change()
          .to(
              new State.Applied(
                  Reason.NO_DRIVER_YET,
                  "The node is okay; no driver has bound yet. Confirm again when it has",
                  Optional.empty(),
                  Optional.empty()))
          .at(now);
    }
    if (!isOver(situation, now)) {
      return askAgain(situation, now);
    }
    // the attempts count as well as the clock, which may be set forward while a board boots
    return attachment.attempts() >= situation.retry().leastProofs()
        ? notBound(attachment, now)
        : attachment
            .change()
            .sameCommandAgain()
            .to(asked(attachment, Optional.of(now.plus(situation.retry().answerTimeout()))))
            .at(now);
  }

  private static Attachment notBound(Attachment attachment, Instant now) {
    return attachment
        .change()
        .to(
            new State.Failed(
                Reason.NOT_BOUND,
                "The node is okay, but no driver has bound: is the device there behind its transport, and is its driver in"
                    + " the guest? Then retry"))
        .at(now);
  }

  /**
   * The same command again: an agent that finds the overlay applied does no more than prove again.
   */
  private static Attachment askAgain(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    if (attachment
        .state()
        .nextAttemptAt()
        .filter(at -> situation.retry().isDue(at, now))
        .isEmpty()) {
      return attachment;
    }
    return attachment
        .change()
        .sameCommandAgain()
        .to(asked(attachment, attachment.state().deadlineAt()))
        .at(now);
  }

  /** Applied, while the agent is asked for proof. */
  private static State asked(Attachment attachment, Optional<Instant> deadline) {
    return new State.Applied(attachment.reason(), attachment.message(), Optional.empty(), deadline);
  }

  static boolean isOver(DecisionInput situation, Instant now) {
    return situation
        .attachment()
        .state()
        .deadlineAt()
        .filter(deadline -> situation.retry().isDue(deadline, now))
        .isPresent();
  }
}
