package dev.okayd.attach.decide;

import dev.okayd.backend.BackendReadiness;
import dev.okayd.backend.DeviceReadiness;
import dev.okayd.backend.Readiness;
import dev.okayd.guest.Boot;
import dev.okayd.plan.spec.OnBackendLost;
import java.util.Optional;

/**
 * All that a decision about an attachment is made from.
 *
 * @param attachment as it is recorded
 * @param wish what is wanted of the device
 * @param isManual whether persons do what an agent else does
 * @param planned what the present plan says that it is about; empty if the plan no longer has the
 *     device
 * @param backend what the backend says that serves it now, if it is registered
 * @param boot the guest's, if its agent has said HELLO
 * @param planMatches whether that boot is one of the present plan's tree
 * @param reachable whether the agent was heard of lately
 * @param ofSlot what in the guest keeps the device from being enabled in its slot
 * @param ofOrder which device has to be bound first, if one still has to
 */
public record DecisionInput(
    Attachment attachment,
    DesiredState wish,
    boolean isManual,
    Optional<Target> planned,
    Optional<BackendReadiness> backend,
    Optional<Boot> boot,
    boolean planMatches,
    boolean reachable,
    Optional<Blocker> ofSlot,
    Optional<Blocker> ofOrder) {

  /** What keeps the device from being enabled, whatever its backend says. */
  Optional<Blocker> ofGuest() {
    return ofSlot.or(() -> ofOrder);
  }

  String backendName() {
    return attachment.target().backend();
  }

  DeviceReadiness ofBackend() {
    return backend.map(view -> view.of(attachment.device())).orElse(DeviceReadiness.NOT_REGISTERED);
  }

  Readiness readiness() {
    return ofBackend().readiness();
  }

  String epoch() {
    return backend.map(BackendReadiness::epoch).orElse("");
  }

  /** Of the backend, for an overlay that has to name it. */
  Optional<Integer> domid() {
    return attachment.target().bindsLate()
        ? backend.flatMap(BackendReadiness::domid)
        : Optional.empty();
  }

  /** Whether the backend has started anew since the last command was sent. */
  boolean backendRestarted() {
    return !epoch().equals(attachment.epoch());
  }

  /**
   * Whether the device can be touched: with its backend gone, that can hang the guest. A backend
   * that has said nothing, as after a restore, is not one that is lost.
   */
  boolean mayTouch() {
    return switch (readiness()) {
      case READY, DRAINING -> true;
      case LOST -> wish.onBackendLost() == OnBackendLost.DETACH;
      case UNKNOWN -> false;
    };
  }

  /** Whether the device is to be gone: somebody wants it, or its backend. */
  boolean wantsAbsence() {
    return wish.isAbsence()
        || switch (readiness()) {
          case DRAINING -> true;
          case READY, UNKNOWN -> false;
          case LOST -> wish.onBackendLost() == OnBackendLost.DETACH;
        };
  }

  RetryPolicy retry() {
    return wish.retry();
  }

  public DecisionInput with(Attachment next) {
    return new DecisionInput(
        next, wish, isManual, planned, backend, boot, planMatches, reachable, ofSlot, ofOrder);
  }
}
