package dev.okayd.attach;

import dev.okayd.guest.Boot;
import java.util.Optional;

/**
 * All that a decision about an attachment is made from.
 *
 * @param attachment as it is recorded
 * @param planned what the present plan says that it is about; empty if the plan no longer has the
 *     device
 * @param backend what the backend says that serves it now, if it is registered
 * @param boot the guest's, if its agent has said HELLO
 * @param planMatches whether that boot is one of the present plan's tree
 * @param reachable whether the agent was heard of lately
 * @param ofSlot what keeps the slot from being opened, whoever serves it
 */
record Situation(
    Attachment attachment,
    Optional<Target> planned,
    Optional<BackendView> backend,
    Optional<Boot> boot,
    boolean planMatches,
    boolean reachable,
    Optional<Obstacle> ofSlot) {

  String backendName() {
    return attachment.target().backend();
  }

  Readiness readiness() {
    return backend.map(BackendView::readiness).orElse(Readiness.LOST);
  }

  String epoch() {
    return backend.map(BackendView::epoch).orElse("");
  }

  /** Whether the backend has started anew since the last command was sent. */
  boolean backendRestarted() {
    return !epoch().equals(attachment.epoch());
  }

  Situation with(Attachment next) {
    return new Situation(next, planned, backend, boot, planMatches, reachable, ofSlot);
  }
}
