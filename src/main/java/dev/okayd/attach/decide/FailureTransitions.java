package dev.okayd.attach.decide;

import dev.okayd.backend.Readiness;
import java.time.Instant;
import java.util.Optional;

/** Decisions about what did not work: whether and when it is tried again. */
public final class FailureTransitions {
  private FailureTransitions() {}

  static Attachment failed(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    if (situation.readiness() == Readiness.READY && situation.backendRestarted()) {
      return startOver(attachment, "The backend has started anew", now);
    }
    if (attachment.lastCommandDetaches() && !situation.wantsAbsence()) {
      return startOver(
          attachment, "The device is wanted again; the guest is asked to prove it anew", now);
    }
    boolean agentCameBack =
        attachment.reason() == Reason.NO_ANSWER
            && situation
                .boot()
                .filter(b -> b.helloAt().isAfter(attachment.changedAt()))
                .isPresent();
    return agentCameBack ? retry(situation, now) : insisted(situation, now);
  }

  /** With the intent to have it attached, it is tried again, but no faster than retries become. */
  private static Attachment insisted(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    if (situation.wish().intent() != Intent.ATTACHED) {
      return insisting(attachment, Optional.empty(), now);
    }
    Optional<Instant> next = attachment.state().nextAttemptAt();
    if (next.isEmpty()) {
      return insisting(attachment, Optional.of(now.plus(situation.retry().longestRetry())), now);
    }
    return situation.retry().isDue(next.get(), now) ? retry(situation, now) : attachment;
  }

  private static Attachment insisting(
      Attachment attachment, Optional<Instant> retryAt, Instant now) {
    return attachment
        .change()
        .to(new State.Failed(attachment.reason(), attachment.message(), retryAt))
        .at(now);
  }

  /** What a failed attachment becomes when it is to be tried again. */
  public static Attachment retry(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    boolean stillToRemove =
        attachment.mayBeLive() && situation.wantsAbsence() && situation.mayTouch();
    return stillToRemove
        ? DetachTransitions.begin(situation, now)
        : startOver(attachment, "It is tried again", now);
  }

  static Attachment startOver(Attachment attachment, String why, Instant now) {
    return attachment.change().noAttempts().to(new State.Waiting(Reason.RETRYING, why)).at(now);
  }

  /** The agent did not report in time. */
  static Attachment unanswered(DecisionInput situation, Retrying retrying, Instant now) {
    Attachment attachment = situation.attachment();
    RetryPolicy retry = situation.retry();
    if (attachment.attempts() >= retry.maxAttempts()) {
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
