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
      return newBoot(situation, bootId.get(), now);
    }
    if (mustLetGo(situation)) {
      return remove(situation, now);
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

  private static Attachment newBoot(Situation situation, String bootId, Instant now) {
    Attachment attachment = situation.attachment();
    return attachment
        .change()
        .inBoot(bootId)
        .about(situation.planned().orElse(attachment.target()))
        .to(Phase.WAITING, Reason.GUEST_BOOTED, "The guest has booted")
        .at(now);
  }

  /**
   * A backend that is about to stop wants every device back that may be live, wherever okayd was
   * with it; an agent that has none says so. A removal that is on its way, or has failed, is not
   * begun again.
   */
  private static boolean mustLetGo(Situation situation) {
    Attachment attachment = situation.attachment();
    boolean removalBegan =
        attachment.lastCommandIs(Command.Type.REMOVE)
            && (attachment.phase() == Phase.DRAINING || attachment.phase() == Phase.FAILED);
    return situation.readiness() == Readiness.DRAINING && attachment.mayBeLive() && !removalBegan;
  }

  private Attachment waiting(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    Optional<Obstacle> obstacle = Obstacle.toBeginning(situation);
    if (obstacle.isPresent()) {
      return heldBack(situation, obstacle.get(), now);
    }
    if (attachment.nextAttemptAt().filter(at -> !policy.isDue(at, now)).isPresent()) {
      return attachment;
    }
    AttachmentChange change = attachment.change();
    if (attachment.attempts() == 0) {
      change.apply(situation.planned().orElseThrow(), situation.epoch());
    } else {
      change.sameCommandAgain();
    }
    return change
        .to(Phase.DELIVERING, Reason.COMMAND_SENT, "The overlay is on its way to the guest")
        .deadlineAt(now.plus(policy.answerTimeout()))
        .at(now);
  }

  /** Waiting; but what the guest has proved live, and whose backend is gone, is degraded. */
  private static Attachment heldBack(Situation situation, Obstacle obstacle, Instant now) {
    Attachment attachment = situation.attachment();
    boolean lost =
        switch (situation.readiness()) {
          case LOST, UNKNOWN -> true;
          case READY, DRAINING -> false;
        };
    if (lost && attachment.isProvedLive()) {
      return lost(situation, now);
    }
    AttachmentChange change = attachment.change().noAttempts();
    if (!attachment.mayBeLive()) {
      change.about(situation.planned().orElse(attachment.target()));
    }
    return change.to(Phase.WAITING, obstacle.reason(), obstacle.message()).at(now);
  }

  private Attachment delivering(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    Optional<Obstacle> obstacle = Obstacle.of(situation);
    if (obstacle.isPresent()) {
      return heldBack(situation, obstacle.get(), now);
    }
    return isOver(attachment, now) ? unanswered(attachment, Phase.WAITING, now) : attachment;
  }

  private Attachment applied(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    // an obstacle holds the command back: an agent that finds the node disabled would enable it
    Optional<Obstacle> obstacle = Obstacle.toBeginning(situation);
    if (obstacle.isPresent()) {
      return heldBack(situation, obstacle.get(), now);
    }
    if (!isOver(attachment, now)) {
      return askAgain(attachment, now);
    }
    // the attempts count as well as the clock, which may be set forward while a board boots
    return attachment.attempts() >= policy.leastProofs()
        ? notBound(attachment, now)
        : attachment
            .change()
            .sameCommandAgain()
            .deadlineAt(now.plus(policy.answerTimeout()))
            .at(now);
  }

  private static Attachment notBound(Attachment attachment, Instant now) {
    return attachment
        .change()
        .to(
            Phase.FAILED,
            Reason.NOT_BOUND,
            "The node is okay, but no driver has bound: is the device there behind its transport, and is its driver in"
                + " the guest? Then retry")
        .at(now);
  }

  /**
   * The same command again: an agent that finds the overlay applied does no more than prove again.
   */
  private Attachment askAgain(Attachment attachment, Instant now) {
    if (attachment.nextAttemptAt().filter(at -> policy.isDue(at, now)).isEmpty()) {
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
      // mustLetGo comes before
      case DRAINING -> attachment;
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
    Attachment attachment = situation.attachment();
    if (Obstacle.toBeginning(situation).isPresent()) {
      return attachment;
    }
    return attachment
        .change()
        .apply(situation.planned().orElseThrow(), situation.epoch())
        .to(
            Phase.DELIVERING,
            Reason.COMMAND_SENT,
            "The backend is ready again; the guest is asked to prove the device anew")
        .deadlineAt(now.plus(policy.answerTimeout()))
        .at(now);
  }

  private Attachment draining(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    switch (situation.readiness()) {
      case LOST, UNKNOWN -> {
        return lost(situation, now);
      }
      case READY, DRAINING -> {
        // what began is brought to its end; a backend that is ready again gets its device back
        // after that
      }
    }
    if (!situation.reachable()) {
      return attachment
          .change()
          .noAttempts()
          .to(
              Phase.DRAINING,
              Reason.GUEST_UNREACHABLE,
              "The guest's agent has not been heard of lately; it is asked to let the device go when it is back")
          .at(now);
    }
    if (isOver(attachment, now)) {
      return unanswered(attachment, Phase.DRAINING, now);
    }
    boolean waits =
        attachment.isOutstanding()
            || attachment.nextAttemptAt().filter(at -> !policy.isDue(at, now)).isPresent();
    return waits
        ? attachment
        : attachment
            .change()
            .sameCommandAgain()
            .to(
                Phase.DRAINING,
                Reason.COMMAND_SENT,
                "The guest is asked again to let the device go")
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
    return agentCameBack ? retry(situation, now) : attachment;
  }

  /** What a failed attachment becomes when it is to be tried again. */
  Attachment retry(Situation situation, Instant now) {
    Attachment attachment = situation.attachment();
    boolean stillToRemove = attachment.mayBeLive() && situation.readiness() == Readiness.DRAINING;
    return stillToRemove ? remove(situation, now) : startOver(attachment, "It is tried again", now);
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

  private boolean isOver(Attachment attachment, Instant now) {
    return attachment.deadlineAt().filter(deadline -> policy.isDue(deadline, now)).isPresent();
  }
}
