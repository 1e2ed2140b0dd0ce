package dev.okayd.attach;

import dev.okayd.channel.Command;
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

  private final RetryPolicy policy;

  Decider(RetryPolicy policy) {
    this.policy = policy;
  }

  /** What the attachment becomes when nothing but the facts of this moment counts. */
  Attachment decide(Situation situation, Instant now) {
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

  private Attachment step(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    Optional<String> bootId = situation.boot().map(Boot::bootId);
    if (bootId.isPresent() && !bootId.equals(attachment.bootId())) {
      return attachment
          .change()
          .inBoot(bootId.get())
          .to(Phase.WAITING, Reason.GUEST_UNREACHABLE, "The guest has booted")
          .at(now);
    }
    return switch (attachment.phase()) {
      case WAITING -> waiting(situation, now);
      case DELIVERING -> delivering(situation, now);
      case APPLIED -> applied(situation, now);
      case BOUND -> bound(situation, now);
      case DRAINING -> draining(situation, now);
      case DETACHED -> detached(situation, now);
      case DEGRADED -> degraded(situation, now);
      case FAILED -> failed(situation, now);
    };
  }

  private Attachment waiting(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    Optional<Obstacle> obstacle = Obstacle.toBeginning(situation);
    if (obstacle.isPresent()) {
      return attachment
          .change()
          .noAttempts()
          .to(Phase.WAITING, obstacle.get().reason(), obstacle.get().message())
          .at(now);
    }
    if (attachment.nextAttemptAt().filter(now::isBefore).isPresent()) {
      return attachment;
    }
    AttachmentChange change = attachment.change();
    if (attachment.attempts() == 0) {
      change.apply(situation.slot().slot().path(), situation.epoch());
    } else {
      change.sameCommandAgain();
    }
    return change
        .to(Phase.DELIVERING, Reason.COMMAND_SENT, "The overlay is on its way to the guest")
        .deadlineAt(now.plus(policy.answerTimeout()))
        .at(now);
  }

  private Attachment delivering(Situation situation, Instant now) {
    Optional<Obstacle> obstacle = Obstacle.of(situation);
    if (obstacle.isPresent()) {
      return situation
          .attachment()
          .change()
          .noAttempts()
          .to(Phase.WAITING, obstacle.get().reason(), obstacle.get().message())
          .at(now);
    }
    return isOver(situation.attachment(), now)
        ? unanswered(situation.attachment(), Phase.WAITING, now)
        : situation.attachment();
  }

  private Attachment applied(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    return switch (situation.readiness()) {
      case DRAINING -> remove(situation, now);
      // the command must not go out again: an agent that finds the node disabled would enable it
      case LOST, UNKNOWN -> lost(situation, now);
      case READY -> {
        if (isOver(attachment, now)) {
          yield notBound(attachment, now);
        }
        yield situation.planMatches() ? askAgain(attachment, now) : attachment;
      }
    };
  }

  private static Attachment notBound(Attachment attachment, Instant now) {
    return attachment
        .change()
        .to(
            Phase.FAILED,
            Reason.NOT_BOUND,
            "The node is okay, but no driver has bound: is the device there behind its transport, and"
                + " is its driver in the guest? Then retry")
        .at(now);
  }

  /**
   * The same command again: an agent that finds the overlay applied does no more than prove again.
   */
  private static Attachment askAgain(Attachment attachment, Instant now) {
    if (attachment.nextAttemptAt().filter(at -> !now.isBefore(at)).isEmpty()) {
      return attachment;
    }
    AttachmentChange change = attachment.change().sameCommandAgain();
    attachment.deadlineAt().ifPresent(change::deadlineAt);
    return change.at(now);
  }

  private Attachment bound(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    return switch (situation.readiness()) {
      case READY ->
          situation.backendRestarted()
              ? attachment
                  .change()
                  .to(
                      Phase.DEGRADED,
                      Reason.BACKEND_RESTARTED,
                      "Backend \"%s\" has started anew under the device"
                          .formatted(situation.backendName()))
                  .at(now)
              : attachment;
      case DRAINING -> remove(situation, now);
      case LOST, UNKNOWN -> lost(situation, now);
    };
  }

  private static Attachment lost(Situation situation, Instant now) {
    return situation
        .attachment()
        .change()
        .to(
            Phase.DEGRADED,
            Reason.BACKEND_LOST,
            "Backend \"%s\" is lost under the device; it is left as it is, for removing it could hang the guest"
                .formatted(situation.backendName()))
        .at(now);
  }

  private Attachment degraded(Situation situation, Instant now) {
    return switch (situation.readiness()) {
      case READY -> proveAnew(situation, now);
      case DRAINING -> remove(situation, now);
      case LOST, UNKNOWN -> situation.attachment();
    };
  }

  private Attachment proveAnew(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    if (Obstacle.toBeginning(situation).isPresent()) {
      return attachment;
    }
    return attachment
        .change()
        .apply(situation.slot().slot().path(), situation.epoch())
        .to(
            Phase.DELIVERING,
            Reason.COMMAND_SENT,
            "The backend is ready again; the guest is asked to prove the device anew")
        .deadlineAt(now.plus(policy.answerTimeout()))
        .at(now);
  }

  private Attachment draining(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    if (isOver(attachment, now)) {
      return unanswered(attachment, Phase.DRAINING, now);
    }
    if (attachment.nextAttemptAt().filter(at -> !now.isBefore(at)).isEmpty()) {
      return attachment;
    }
    return attachment
        .change()
        .sameCommandAgain()
        .to(Phase.DRAINING, Reason.COMMAND_SENT, "The guest is asked again to let the device go")
        .deadlineAt(now.plus(policy.answerTimeout()))
        .at(now);
  }

  private Attachment detached(Situation situation, Instant now) {
    return situation.readiness() == Readiness.READY
        ? startOver(situation.attachment(), "The backend is ready again", now)
        : situation.attachment();
  }

  private Attachment failed(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    if (situation.readiness() == Readiness.READY && situation.backendRestarted()) {
      return startOver(attachment, "The backend has started anew", now);
    }
    boolean agentCameBack =
        attachment.reason() == Reason.NO_ANSWER
            && situation
                .boot()
                .filter(b -> b.helloAt().isAfter(attachment.changedAt()))
                .isPresent();
    return agentCameBack ? startOver(attachment, "The agent is back", now) : attachment;
  }

  /** What a failed attachment becomes when a person wants it tried again. */
  Attachment retry(Situation situation, Instant now) {
    boolean stillToRemove =
        situation.attachment().command().equals(Optional.of(Command.Type.REMOVE))
            && situation.readiness() == Readiness.DRAINING;
    return stillToRemove
        ? remove(situation, now)
        : startOver(situation.attachment(), "It is tried again, as was asked for", now);
  }

  private static Attachment startOver(Attachment attachment, String why, Instant now) {
    return attachment.change().noAttempts().to(Phase.WAITING, Reason.RETRYING, why).at(now);
  }

  private Attachment remove(Situation situation, Instant now) {
    return situation
        .attachment()
        .change()
        .remove(situation.epoch())
        .to(
            Phase.DRAINING,
            Reason.BACKEND_DRAINING,
            "Backend \"%s\" is about to stop; the guest is asked to let the device go"
                .formatted(situation.backendName()))
        .deadlineAt(now.plus(policy.answerTimeout()))
        .at(now);
  }

  private Attachment unanswered(Attachment attachment, Phase retryIn, Instant now) {
    if (attachment.attempts() >= policy.maxAttempts()) {
      return attachment
          .change()
          .to(
              Phase.FAILED,
              Reason.NO_ANSWER,
              "The agent did not report on %s, sent %d times: look at its log in the guest, then retry"
                  .formatted(
                      attachment.commandId().map(Object::toString).orElse("a command"),
                      attachment.attempts()))
          .at(now);
    }
    return attachment
        .change()
        .to(retryIn, Reason.RETRYING, "The agent did not report in time; it is asked again")
        .nextAttemptAt(now.plus(policy.backOff(attachment.attempts())))
        .at(now);
  }

  private static boolean isOver(Attachment attachment, Instant now) {
    return attachment.deadlineAt().filter(deadline -> !now.isBefore(deadline)).isPresent();
  }
}
