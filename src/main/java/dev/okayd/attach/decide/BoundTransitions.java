package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import dev.okayd.backend.Readiness;
import java.time.Instant;

/** Transitions of a device that is or was bound. */
final class BoundTransitions {
  private BoundTransitions() {}

  static Attachment bound(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    return switch (input.readiness()) {
      case READY ->
          input.backendRestarted()
              ? attachment
                  .change()
                  .to(
                      new State.Degraded(
                          Reason.BACKEND_RESTARTED,
                          "Backend \"%s\" has restarted under the device"
                              .formatted(input.backendName())))
                  .at(now)
              : attachment;
      // DetachTransitions.mustBeginRemoval comes before
      case DRAINING -> attachment;
      case LOST, UNKNOWN -> lost(input, now);
    };
  }

  static Attachment lost(DecisionInput input, Instant now) {
    return input
        .attachment()
        .change()
        .to(
            new State.Degraded(
                Reason.BACKEND_LOST,
                "Backend \"%s\" %s under the device; okayd leaves the device as it is, because removing it could hang the guest"
                    .formatted(input.backendName(), whatIsWrong(input.readiness()))))
        .at(now);
  }

  private static String whatIsWrong(Readiness readiness) {
    return switch (readiness) {
      case UNKNOWN -> "is not known to be ready";
      case LOST, READY, DRAINING -> "is lost";
    };
  }

  static Attachment degraded(DecisionInput input, Instant now) {
    Attachment attachment = input.attachment();
    if (Blocker.toAttaching(input).isPresent()) {
      return attachment;
    }
    return AttachTransitions.delivered(
        input,
        input.apply(attachment.change(), now),
        "The backend is ready again; the guest is asked for a new proof of the device",
        now);
  }
}
