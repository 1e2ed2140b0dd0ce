package dev.okayd.attach.decide;

import dev.okayd.channel.AppliedOverlay;
import dev.okayd.channel.Hello;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What HELLO tells of a device: a pure function. It may tell that something is applied that nobody
 * recorded: by hand, or by an okayd that ended before it recorded the report. That something is not
 * applied is no proof of its absence, for the message may be late; so the guest is asked again.
 */
public final class HelloRules {
  private HelloRules() {}

  /** The attachment, of this boot, after HELLO. */
  public static Attachment after(Attachment attachment, Hello hello, Instant now) {
    Optional<List<AppliedOverlay>> all = hello.applied();
    if (all.isEmpty()) {
      return attachment;
    }
    Optional<AppliedOverlay> found =
        all.get().stream()
            .filter(applied -> applied.path().equals(attachment.target().path()))
            .findFirst();
    return found
        .map(applied -> found(attachment, applied, now))
        .orElseGet(() -> notFound(attachment, now));
  }

  private static Attachment found(Attachment attachment, AppliedOverlay applied, Instant now) {
    if (attachment.mayBeLive()) {
      return attachment.isUnverified()
          ? attachment.change().adopted(applied.proof()).at(now)
          : attachment;
    }
    return attachment
        .change()
        .adopted(applied.proof())
        .noAttempts()
        .to(
            new State.Waiting(
                Reason.FOUND, "The agent found the overlay applied, and nobody had recorded it"))
        .at(now);
  }

  private static Attachment notFound(Attachment attachment, Instant now) {
    return switch (attachment.phase()) {
      case APPLIED, BOUND, DEGRADED ->
          attachment
              .change()
              .unproved()
              .noAttempts()
              .to(
                  new State.Waiting(
                      Reason.FOUND,
                      "The agent did not find the overlay applied; the guest is asked to prove the device anew"))
              .at(now);
      case WAITING, DELIVERING, DRAINING, DETACHED, FAILED -> attachment;
    };
  }
}
