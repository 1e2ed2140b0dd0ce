package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.AttachmentChange;
import dev.okayd.attach.StepTimes;
import dev.okayd.attach.Target;
import dev.okayd.backend.BackendReadiness;
import dev.okayd.backend.DeviceReadiness;
import dev.okayd.backend.Readiness;
import dev.okayd.guest.Boot;
import dev.okayd.plan.spec.OnBackendLost;
import java.time.Instant;
import java.util.Optional;

/**
 * All facts that a decision about an attachment depends on.
 *
 * @param attachment as it is recorded
 * @param desired the desired state of the device
 * @param isManual whether persons apply overlays instead of an agent
 * @param planned what the present plan says that it is about; empty if the plan no longer has the
 *     device
 * @param backend what the backend says that serves it now, if it is registered
 * @param boot the guest's, if its agent has sent HELLO
 * @param planMatches whether that boot is one of the present plan's tree
 * @param reachable whether the agent has sent something within the time that it counts as reachable
 *     for
 * @param ofSlot what keeps the slot from being enabled
 * @param ofOrder which device has to be bound first, if one still has to
 */
public record DecisionInput(
    Attachment attachment,
    DesiredState desired,
    boolean isManual,
    Optional<Target> planned,
    Optional<BackendReadiness> backend,
    Optional<Boot> boot,
    boolean planMatches,
    boolean reachable,
    Optional<Blocker> ofSlot,
    Optional<Blocker> ofOrder) {

  /** What in the guest keeps the device from being enabled. */
  Optional<Blocker> ofGuest() {
    return ofSlot.or(() -> ofOrder);
  }

  String backendName() {
    return attachment.target().backend();
  }

  public DeviceReadiness ofBackend() {
    return backend.map(view -> view.of(attachment.device())).orElse(DeviceReadiness.NOT_REGISTERED);
  }

  Readiness readiness() {
    return ofBackend().readiness();
  }

  public String epoch() {
    return backend.map(BackendReadiness::epoch).orElse("");
  }

  /** The domid of the backend, for an overlay that has to name it. */
  public Optional<Integer> domid() {
    return attachment.target().bindsLate()
        ? backend.flatMap(BackendReadiness::domid)
        : Optional.empty();
  }

  /** Sends the command that attaches the device, as decided now. */
  public AttachmentChange apply(AttachmentChange change, Instant now) {
    return change.apply(epoch(), domid()).stepTimes(StepTimes.decided(ofBackend(), now));
  }

  /** Sends the command that detaches the device, as decided now. */
  public AttachmentChange remove(AttachmentChange change, Instant now) {
    return change.remove(epoch()).stepTimes(StepTimes.decided(ofBackend(), now));
  }

  /** Whether the backend has restarted since the last command was sent. */
  boolean backendRestarted() {
    return !epoch().equals(attachment.epoch());
  }

  /**
   * Whether the device may be removed. Without its backend, removal can hang the guest. A backend
   * that has sent nothing, as after a restore, is not known to be lost.
   */
  boolean mayTouch() {
    return switch (readiness()) {
      case READY, DRAINING -> true;
      case LOST -> desired.onBackendLost() == OnBackendLost.DETACH;
      case UNKNOWN -> false;
    };
  }

  /** Whether the device has to be removed, for its intent or for its backend. */
  boolean mustDetach() {
    return desired.isDetach()
        || switch (readiness()) {
          case DRAINING -> true;
          case READY, UNKNOWN -> false;
          case LOST -> desired.onBackendLost() == OnBackendLost.DETACH;
        };
  }

  RetryPolicy retry() {
    return desired.retry();
  }

  public DecisionInput with(Attachment next) {
    return new DecisionInput(
        next, desired, isManual, planned, backend, boot, planMatches, reachable, ofSlot, ofOrder);
  }
}
