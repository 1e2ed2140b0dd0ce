package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.AttachmentChange;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import dev.okayd.backend.Readiness;
import java.time.Instant;

/** Transitions on the way to a removed device. */
final class DetachTransitions {
  private DetachTransitions() {}

  /**
   * Whether the removal of a device that may be live has to begin now, in any phase. An agent
   * without the device reports so. A removal that is under way or has failed does not begin again.
   */
  static boolean mustBeginRemoval(DecisionInput input) {
    Attachment attachment = input.attachment();
    boolean began =
        attachment.lastCommandDetaches()
            && (attachment.phase() == Phase.DRAINING || attachment.phase() == Phase.FAILED);
    return attachment.mayBeLive() && !began && input.mustDetach() && input.mayTouch();
  }

  static Attachment begin(DecisionInput input, Instant now) {
    AttachmentChange change = input.remove(input.attachment().change(), now);
    if (input.isManual()) {
      return awaitsPerson(change, now);
    }
    return change
        .to(
            State.Draining.sent(
                why(input), message(input), now.plus(input.retry().answerTimeout())))
        .at(now);
  }

  private static Reason why(DecisionInput input) {
    if (input.desired().isDetach()) {
      return Reason.UNWANTED;
    }
    return switch (input.readiness()) {
      case READY, DRAINING -> Reason.BACKEND_DRAINING;
      case LOST, UNKNOWN -> Reason.BACKEND_LOST;
    };
  }

  private static String message(DecisionInput input) {
    String name = input.backendName();
    return switch (why(input)) {
      case UNWANTED ->
          "The intent of the device is detached; the guest is asked to remove the device";
      case BACKEND_LOST ->
          "Backend \"%s\" is lost; the device's policy onBackendLost asks the guest to remove the device all the same"
              .formatted(name);
      default ->
          "Backend \"%s\" is about to stop; the guest is asked to remove the device"
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

  static Attachment draining(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    // okayd completes a removal that it has sent, even if the device is wanted again; it applies
    // the device again afterwards. It does not repeat a removal that the guest did not carry out
    if (!input.mayTouch()) {
      return BoundTransitions.lost(input, now);
    }
    if (input.isManual()) {
      return awaitsPerson(attachment.change(), now);
    }
    if (!input.reachable()) {
      return attachment
          .change()
          .noAttempts()
          .to(
              new State.Draining(
                  Reason.GUEST_UNREACHABLE,
                  "The guest's agent has sent nothing for a while; okayd asks it to remove the device when it sends something"))
          .at(now);
    }
    if (AttachTransitions.isOver(input, now)) {
      return FailureTransitions.unanswered(input, FailureTransitions.Retrying.DETACHING, now);
    }
    if (!attachment.isOutstanding() && !input.mustDetach()) {
      return FailureTransitions.restart(
          attachment, "The device is wanted again; the guest is asked for a new proof", now);
    }
    boolean waits =
        attachment.isOutstanding()
            || attachment
                .state()
                .nextAttemptAt()
                .filter(at -> !input.retry().isDue(at, now))
                .isPresent();
    return waits
        ? attachment
        : attachment
            .change()
            .sameCommandAgain()
            .to(
                State.Draining.sent(
                    Reason.COMMAND_SENT,
                    "The guest is asked again to remove the device",
                    now.plus(input.retry().answerTimeout())))
            .at(now);
  }

  /** Whether the intent is detached and nothing is live. */
  static boolean isDetachedAsRequested(DecisionInput input) {
    return input.desired().isDetach() && !input.attachment().mayBeLive();
  }

  static Attachment detachedAsRequested(Attachment attachment, Instant now) {
    return attachment
        .change()
        .noAttempts()
        .to(
            new State.Detached(
                Reason.UNWANTED, "The device is removed, and its intent is detached"))
        .at(now);
  }

  static Attachment detached(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    if (attachment.reason() == Reason.UNWANTED) {
      return FailureTransitions.restart(attachment, "The device is wanted again", now);
    }
    return input.readiness() == Readiness.READY
        ? FailureTransitions.restart(attachment, "The backend is ready again", now)
        : attachment;
  }
}
