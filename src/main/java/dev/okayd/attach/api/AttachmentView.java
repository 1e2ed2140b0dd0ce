package dev.okayd.attach.api;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.decide.Condition;
import dev.okayd.attach.decide.Conditions;
import dev.okayd.attach.decide.DecisionInput;
import dev.okayd.channel.Proof;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An attachment as the API shows it. */
record AttachmentView(
    String guest,
    String device,
    String backend,
    Intent intent,
    Phase phase,
    Reason reason,
    String message,
    Optional<String> bootId,
    long generation,
    int attempts,
    Optional<Instant> nextAttemptAt,
    Optional<Instant> deadlineAt,
    Optional<String> epoch,
    boolean mayBeLive,
    int removals,
    long leakedBytes,
    List<Condition> conditions,
    Optional<Proof> proof,
    Optional<Integer> errno,
    Optional<Long> applyMicros,
    Instant changedAt) {

  static AttachmentView of(DecisionInput input) {
    Attachment attachment = input.attachment();
    return new AttachmentView(
        attachment.guest(),
        attachment.device(),
        attachment.target().backend(),
        input.desired().intent(),
        attachment.phase(),
        attachment.reason(),
        attachment.message(),
        attachment.bootId(),
        attachment.generation(),
        attachment.attempts(),
        attachment.state().nextAttemptAt(),
        attachment.state().deadlineAt(),
        Optional.of(attachment.epoch()).filter(epoch -> !epoch.isEmpty()),
        attachment.mayBeLive(),
        attachment.observed().removals(),
        attachment.leakedBytes(),
        Conditions.of(input),
        attachment.proof(),
        attachment.observed().errno(),
        attachment.observed().applyMicros(),
        attachment.changedAt());
  }
}
