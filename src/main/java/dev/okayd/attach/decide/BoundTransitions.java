package dev.okayd.attach.decide;

import dev.okayd.backend.Readiness;
import java.time.Instant;

/** Decisions about a device that is, or was, bound. */
final class BoundTransitions {
  private BoundTransitions() {}

  static Attachment bound(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    return switch (situation.readiness()) {
      case READY ->
          situation.backendRestarted()
              ? attachment
                  .change()
                  .to(
                      new State.Degraded(
                          Reason.BACKEND_RESTARTED,
                          "Backend \"%s\" has started anew under the device"
                              .formatted(situation.backendName())))
                  .at(now)
              : attachment;
      // Detaching.mustBegin comes before
      case DRAINING -> attachment;
      case LOST, UNKNOWN -> lost(situation, now);
    };
  }

  static Attachment lost(DecisionInput situation, Instant now) {
    return situation
        .attachment()
        .change()
        .to(
            new State.Degraded(
                Reason.BACKEND_LOST,
                "Backend \"%s\" %s under the device; it is left as it is, for removing it could hang the guest"
                    .formatted(situation.backendName(), whatIsWrong(situation.readiness()))))
        .at(now);
  }

  private static String whatIsWrong(Readiness readiness) {
    return switch (readiness) {
      case UNKNOWN -> "is not known to be ready";
      case LOST, READY, DRAINING -> "is lost";
    };
  }

  static Attachment degraded(DecisionInput situation, Instant now) {
    Attachment attachment = situation.attachment();
    if (Blocker.toBeginning(situation).isPresent()) {
      return attachment;
    }
    return AttachTransitions.delivered(
        situation,
        attachment.change().apply(situation, now),
        "The backend is ready again; the guest is asked to prove the device anew",
        now);
  }
}
