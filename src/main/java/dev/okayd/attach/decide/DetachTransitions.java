package dev.okayd.attach.decide;

import dev.okayd.backend.Readiness;
import java.time.Instant;

/** Decisions on the way to a device that is gone. */
final class DetachTransitions {
  private DetachTransitions() {}

  /**
   * Whether a device that may be live has to be let go now, wherever okayd was with it; an agent
   * that has none says so. A removal that is on its way, or has failed, is not begun again.
   */
  static boolean mustBegin(DecisionInput situation) {
    Attachment attachment = situation.attachment();
    boolean began =
        attachment.lastCommandDetaches()
            && (attachment.phase() == Phase.DRAINING || attachment.phase() == Phase.FAILED);
    return attachment.mayBeLive() && !began && situation.wantsAbsence() && situation.mayTouch();
  }

  static Attachment begin(DecisionInput situation, Instant now) {
    AttachmentChange change = situation.attachment().change().remove(situation, now);
    if (situation.isManual()) {
      return awaitsPerson(change, now);
    }
    return change
        .to(
            State.Draining.sent(
                why(situation), message(situation), now.plus(situation.retry().answerTimeout())))
        .at(now);
  }

  private static Reason why(DecisionInput situation) {
    if (situation.wish().isAbsence()) {
      return Reason.UNWANTED;
    }
    return switch (situation.readiness()) {
      case READY, DRAINING -> Reason.BACKEND_DRAINING;
      case LOST, UNKNOWN -> Reason.BACKEND_LOST;
    };
  }

  private static String message(DecisionInput situation) {
    String name = situation.backendName();
    return switch (why(situation)) {
      case UNWANTED -> "Somebody wants the device to be away; the guest is asked to let it go";
      case BACKEND_LOST ->
          "Backend \"%s\" is lost; by its policy the guest is asked to let the device go all the same"
              .formatted(name);
      default ->
          "Backend \"%s\" is about to stop; the guest is asked to let the device go"
              .formatted(name);
    };
  }

  private static Attachment awaitsPerson(AttachmentChange change, Instant now) {
    return change
        .to(
            new State.Draining(
                Reason.AWAITS_PERSON,
                "Remove the overlay in the guest with okayd-agent, and hand in what it prints with okayd confirm"))
        .at(now);
  }

  static Attachment draining(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    // a removal that was sent is brought to its end, also if the device is wanted again: it comes
    // back after that; one that the guest did not carry out is not sent again
    if (!situation.mayTouch()) {
      return BoundTransitions.lost(situation, now);
    }
    if (situation.isManual()) {
      return awaitsPerson(attachment.change(), now);
    }
    if (!situation.reachable()) {
      return attachment
          .change()
          .noAttempts()
          .to(
              new State.Draining(
                  Reason.GUEST_UNREACHABLE,
                  "The guest's agent has not been heard of lately; it is asked to let the device go when it is back"))
          .at(now);
    }
    if (AttachTransitions.isOver(situation, now)) {
      return FailureTransitions.unanswered(situation, FailureTransitions.Retrying.DETACHING, now);
    }
    if (!attachment.isOutstanding() && !situation.wantsAbsence()) {
      return FailureTransitions.startOver(
          attachment, "The device is wanted again; the guest is asked to prove it anew", now);
    }
    boolean waits =
        attachment.isOutstanding()
            || attachment
                .state()
                .nextAttemptAt()
                .filter(at -> !situation.retry().isDue(at, now))
                .isPresent();
    return waits
        ? attachment
        : attachment
            .change()
            .sameCommandAgain()
            .to(
                State.Draining.sent(
                    Reason.COMMAND_SENT,
                    "The guest is asked again to let the device go",
                    now.plus(situation.retry().answerTimeout())))
            .at(now);
  }

  /** Whether nothing is live that somebody wants to be away. */
  static boolean isAwayAsWanted(DecisionInput situation) {
    return situation.wish().isAbsence() && !situation.attachment().mayBeLive();
  }

  static Attachment away(Attachment attachment, Instant now) {
    return attachment
        .change()
        .noAttempts()
        .to(new State.Detached(Reason.UNWANTED, "The device is away, as somebody wants it to be"))
        .at(now);
  }

  static Attachment detached(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    if (attachment.reason() == Reason.UNWANTED) {
      return FailureTransitions.startOver(attachment, "The device is wanted again", now);
    }
    return situation.readiness() == Readiness.READY
        ? FailureTransitions.startOver(attachment, "The backend is ready again", now)
        : attachment;
  }
}
