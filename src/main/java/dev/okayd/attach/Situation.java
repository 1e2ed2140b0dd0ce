package dev.okayd.attach;

import dev.okayd.guest.Boot;
import dev.okayd.plan.PlannedSlot;
import java.util.Optional;

/**
 * All that a decision about an attachment is made from.
 *
 * @param attachment as it is recorded
 * @param slot of the device, by the present plan
 * @param backend what it says, if it is registered
 * @param boot the guest's, if its agent has said HELLO
 * @param planMatches whether that boot is one of the present plan's tree
 * @param reachable whether the agent was heard of lately
 */
record Situation(
    Attachment attachment,
    PlannedSlot slot,
    Optional<BackendView> backend,
    Optional<Boot> boot,
    boolean planMatches,
    boolean reachable) {

  String backendName() {
    return slot.backend();
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
    return new Situation(next, slot, backend, boot, planMatches, reachable);
  }
}
