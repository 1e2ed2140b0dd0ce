package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import dev.okayd.channel.AppliedOverlay;
import dev.okayd.channel.Hello;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What HELLO says about a device: a pure function. HELLO may list an overlay that okayd has not
 * recorded: a person applied it, or okayd stopped before it recorded the report. A missing entry
 * does not prove absence, because the message may be late; so the guest is asked again.
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
                Reason.FOUND, "The agent found the overlay applied, which okayd had not recorded"))
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
                      "The agent did not find the overlay applied; the guest is asked for a new proof of the device"))
              .at(now);
      case WAITING, DELIVERING, DRAINING, DETACHED, FAILED -> attachment;
    };
  }
}
