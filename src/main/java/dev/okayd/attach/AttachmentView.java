package dev.okayd.attach;

import dev.okayd.channel.Proof;
import java.time.Instant;
import java.util.Optional;

/** An attachment as the API shows it. */
record AttachmentView(
    String guest,
    String device,
    String backend,
    Phase phase,
    Reason reason,
    String message,
    Optional<String> bootId,
    int generation,
    int attempts,
    Optional<Instant> nextAttemptAt,
    Optional<Proof> proof,
    Optional<Integer> errno,
    Optional<Long> applyMicros,
    Instant changedAt) {

  static AttachmentView of(Attachment attachment) {
    return new AttachmentView(
        attachment.guest(),
        attachment.device(),
        attachment.target().backend(),
        attachment.phase(),
        attachment.reason(),
        attachment.message(),
        attachment.bootId(),
        attachment.generation(),
        attachment.attempts(),
        attachment.nextAttemptAt(),
        attachment.proof(),
        attachment.errno(),
        attachment.applyMicros(),
        attachment.changedAt());
  }
}
