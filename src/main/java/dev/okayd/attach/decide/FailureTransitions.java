package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Intent;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import dev.okayd.backend.Readiness;
import java.time.Instant;
import java.util.Optional;

/** Transitions after a failure: whether and when it is retried. */
public final class FailureTransitions {
  private FailureTransitions() {}

  static Attachment failed(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    if (input.readiness() == Readiness.READY && input.backendRestarted()) {
      return restart(attachment, "The backend has restarted", now);
    }
    if (attachment.lastCommandDetaches() && !input.mustDetach()) {
      return restart(
          attachment, "The device is wanted again; the guest is asked for a new proof", now);
    }
    boolean agentCameBack =
        attachment.reason() == Reason.NO_ANSWER
            && input.boot().filter(b -> b.helloAt().isAfter(attachment.changedAt())).isPresent();
    return agentCameBack ? retry(input, now) : retriedByIntent(input, now);
  }

  /** With intent {@code attached} it is retried, at the interval of the longest retry. */
  private static Attachment retriedByIntent(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    if (input.desired().intent() != Intent.ATTACHED) {
      return insisting(attachment, Optional.empty(), now);
    }
    Optional<Instant> next = attachment.state().nextAttemptAt();
    if (next.isEmpty()) {
      return insisting(attachment, Optional.of(now.plus(input.retry().longestRetry())), now);
    }
    return input.retry().isDue(next.get(), now) ? retry(input, now) : attachment;
  }

  private static Attachment insisting(
      Attachment attachment, Optional<Instant> retryAt, Instant now) {
    return attachment
        .change()
        .to(new State.Failed(attachment.reason(), attachment.message(), retryAt))
        .at(now);
  }

  /** Retries a failed attachment. */
  public static Attachment retry(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    boolean stillToRemove = attachment.mayBeLive() && input.mustDetach() && input.mayTouch();
    return stillToRemove
        ? DetachTransitions.begin(input, now)
        : restart(attachment, "It is tried again", now);
  }

  static Attachment restart(Attachment attachment, String why, Instant now) {
    return attachment.change().noAttempts().to(new State.Waiting(Reason.RETRYING, why)).at(now);
  }

  /** The agent did not report in time. */
  static Attachment unanswered(DecisionInput input, Retrying retrying, Instant now) {
    Attachment attachment = input.attachment();
    RetryPolicy retry = input.retry();
    if (retry.isUsedUp(attachment.attempts())) {
      return attachment
          .change()
          .to(
              new State.Failed(
                  Reason.NO_ANSWER,
                  "The agent did not report on %s, sent %d times: look at its log in the guest, then retry"
                      .formatted(
                          attachment.commandId().map(Object::toString).orElse("a command"),
                          attachment.attempts())))
          .at(now);
    }
    return attachment
        .change()
        .to(retrying.at(now.plus(retry.backOff(attachment.attempts()))))
        .at(now);
  }

  /** In which phase a command is sent again that the agent did not report on in time. */
  enum Retrying {
    ATTACHING,
    DETACHING;

    private static final String MESSAGE = "The agent did not report in time; it is asked again";

    private State at(Instant retryAt) {
      return switch (this) {
        case ATTACHING -> new State.Waiting(Reason.RETRYING, MESSAGE, Optional.of(retryAt));
        case DETACHING ->
            new State.Draining(Reason.RETRYING, MESSAGE, Optional.of(retryAt), Optional.empty());
      };
    }
  }
}
