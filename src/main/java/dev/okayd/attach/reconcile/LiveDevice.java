package dev.okayd.attach.reconcile;

import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import java.util.Optional;

/**
 * A device that may be live in a guest.
 *
 * @param guest its name
 * @param device its name
 * @param phase where its attachment is; empty for a device that okayd cannot remove from a guest
 * @param reason why
 * @param message the reason in a sentence
 * @param bootId of the boot in which it may be live, if that is known
 */
public record LiveDevice(
    String guest,
    String device,
    Optional<Phase> phase,
    Reason reason,
    String message,
    Optional<String> bootId) {

  /** Whether only a person can confirm that the guest does not use it. */
  public boolean awaitsPerson() {
    return phase.isEmpty();
  }
}
