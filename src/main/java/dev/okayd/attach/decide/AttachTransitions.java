package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.AttachmentChange;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import java.time.Instant;
import java.util.Optional;

/** Transitions on the way to a bound device. */
final class AttachTransitions {
  private AttachTransitions() {}

  static Attachment waiting(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    Optional<Blocker> blocker = Blocker.toAttaching(input);
    if (blocker.isPresent()) {
      return blocked(input, blocker.get(), now);
    }
    if (attachment
        .state()
        .nextAttemptAt()
        .filter(at -> !input.retry().isDue(at, now))
        .isPresent()) {
      return attachment;
    }
    AttachmentChange change = attachment.change();
    if (attachment.attempts() == 0 || input.backendRestarted()) {
      input.apply(change, now);
    } else {
      change.sameCommandAgain();
    }
    return delivered(input, change, "The overlay is on its way to the guest", now);
  }

  /** Sends the overlay, or asks a person to apply it. */
  static Attachment delivered(
      DecisionInput input, AttachmentChange change, String message, Instant now) {
    return input.isManual()
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
                    Optional.of(now.plus(input.retry().answerTimeout()))))
            .at(now);
  }

  /** Sends a new command, because the backend of the last one has restarted. */
  private static Attachment forNewEpoch(DecisionInput input, Instant now) {
    return delivered(
        input,
        input.apply(input.attachment().change(), now),
        "The backend has restarted; the overlay is on its way to the guest",
        now);
  }

  /** Waits. A device that the guest has proved live, and whose backend is gone, is degraded. */
  private static Attachment blocked(DecisionInput input, Blocker blocker, Instant now) {
    Attachment attachment = input.attachment();
    boolean lost =
        switch (input.readiness()) {
          case LOST, UNKNOWN -> true;
          case READY, DRAINING -> false;
        };
    if (lost && attachment.isProvedLive()) {
      return BoundTransitions.lost(input, now);
    }
    return attachment
        .change()
        .noAttempts()
        .to(new State.Waiting(blocker.reason(), blocker.message()))
        .at(now);
  }

  static Attachment delivering(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    Optional<Blocker> blocker = Blocker.of(input);
    if (blocker.isPresent()) {
      return blocked(input, blocker.get(), now);
    }
    if (input.backendRestarted()) {
      return forNewEpoch(input, now);
    }
    // an agent has a deadline, a person has none; the guest's channels may have changed
    if (input.isManual() == attachment.state().deadlineAt().isPresent()) {
      return delivered(
          input,
          attachment.change().sameCommandAgain(),
          "The overlay is on its way to the guest",
          now);
    }
    return isOver(input, now)
        ? FailureTransitions.unanswered(input, FailureTransitions.Retrying.ATTACHING, now)
        : attachment;
  }

  static Attachment applied(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    // a blocker holds the command back: an agent that finds the node disabled would enable it
    Optional<Blocker> blocker = Blocker.toAttaching(input);
    if (blocker.isPresent()) {
      return blocked(input, blocker.get(), now);
    }
    if (input.backendRestarted()) {
      return forNewEpoch(input, now);
    }
    if (input.isManual()) {
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
    if (!isOver(input, now)) {
      return askAgain(input, now);
    }
    // the attempts count as well as the clock, which may be set forward while a board boots
    return attachment.attempts() >= input.retry().leastProofs()
        ? notBound(attachment, now)
        : attachment
            .change()
            .sameCommandAgain()
            .to(asked(attachment, Optional.of(now.plus(input.retry().answerTimeout()))))
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

  /** Sends the same command again: an agent that finds the overlay applied only proves again. */
  private static Attachment askAgain(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    if (attachment.state().nextAttemptAt().filter(at -> input.retry().isDue(at, now)).isEmpty()) {
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

  static boolean isOver(DecisionInput input, Instant now) {
    return input
        .attachment()
        .state()
        .deadlineAt()
        .filter(deadline -> input.retry().isDue(deadline, now))
        .isPresent();
  }
}
