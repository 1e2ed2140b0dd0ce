package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Reason;
import dev.okayd.guest.Boot;
import java.util.Optional;

/** The conditions about what the guest has shown of the device itself: a pure function. */
final class DeviceConditions {
  private DeviceConditions() {}

  static Condition applied(DecisionInput input) {
    return unshown(Condition.Type.APPLIED, input)
        .or(() -> impossible(Condition.Type.APPLIED, input))
        .orElseGet(
            () ->
                input.attachment().isProvedLive()
                    ? Condition.isSo(
                        Condition.Type.APPLIED,
                        Reason.PROVED,
                        "The guest has shown the device enabled")
                    : awaitsProof(Condition.Type.APPLIED, input));
  }

  static Condition bound(DecisionInput input) {
    return unshown(Condition.Type.BOUND, input)
        .or(() -> impossible(Condition.Type.BOUND, input))
        .orElseGet(() -> proved(input));
  }

  private static Condition proved(DecisionInput input) {
    Attachment attachment = input.attachment();
    if (!attachment.isProvedLive() || !isAnswered(attachment)) {
      return awaitsProof(Condition.Type.BOUND, input);
    }
    boolean isBound = attachment.proof().filter(attachment.target()::isBound).isPresent();
    return isBound
        ? Condition.isSo(Condition.Type.BOUND, attachment.reason(), attachment.message())
        : Condition.isNotSo(Condition.Type.BOUND, attachment.reason(), attachment.message());
  }

  /** That nothing which the guest has shown holds now for certain. */
  private static Optional<Condition> unshown(Condition.Type type, DecisionInput input) {
    Optional<Condition> unheard = Conditions.unheard(type, input);
    if (unheard.isPresent()) {
      return unheard;
    }
    Attachment attachment = input.attachment();
    if (!attachment.bootId().equals(input.boot().map(Boot::bootId))) {
      return Optional.of(
          Condition.isUnknown(
              type,
              Reason.GUEST_BOOTED,
              "Nothing is recorded of the guest's present boot; okayd's first decision in it is awaited"));
    }
    boolean isBeingRemoved =
        attachment.mayBeLive() && attachment.lastCommandDetaches() && !isAnswered(attachment);
    return isBeingRemoved ? Optional.of(awaitsProof(type, input)) : Optional.empty();
  }

  private static Optional<Condition> impossible(Condition.Type type, DecisionInput input) {
    Attachment attachment = input.attachment();
    return attachment.mayBeLive()
        ? Optional.empty()
        : Optional.of(Condition.isNotSo(type, attachment.reason(), attachment.message()));
  }

  /** Whether the guest's answer to the last command is the reason for the present phase. */
  private static boolean isAnswered(Attachment attachment) {
    return switch (attachment.reason()) {
      case PROVED,
          DEVICE_BUSY,
          REFUSED,
          KERNEL_REFUSED,
          NO_DRIVER_YET,
          NOT_BOUND,
          WRONG_DEVICE,
          CONTRADICTION ->
          true;
      case GUEST_BOOTED,
          GUEST_ABSENT,
          PLAN_MISMATCH,
          SLOT_TAKEN,
          DOMID_UNKNOWN,
          AGENT_UNABLE,
          AWAITS_DEVICE,
          AWAITS_PERSON,
          UNWANTED,
          BACKEND_UNKNOWN,
          BACKEND_NOT_READY,
          FOUND,
          RESTORED,
          TYPE_UNKNOWN,
          UNKNOWN,
          GUEST_PUT_BACK,
          BOOT_SLOT,
          APPLIED_BY_HAND,
          GUEST_UNREACHABLE,
          RETRYING,
          COMMAND_SENT,
          BACKEND_DRAINING,
          BACKEND_LOST,
          BACKEND_RESTARTED,
          NO_ANSWER ->
          false;
    };
  }

  private static Condition awaitsProof(Condition.Type type, DecisionInput input) {
    Attachment attachment = input.attachment();
    return Condition.isUnknown(type, attachment.reason(), awaited(attachment));
  }

  private static String awaited(Attachment attachment) {
    return switch (attachment.phase()) {
      case DEGRADED ->
          attachment.message() + "; okayd waits for the backend's \"ready\" and a new proof";
      case WAITING, DETACHED -> attachment.message() + "; okayd waits for a new proof of the guest";
      case DELIVERING, APPLIED, BOUND, DRAINING, FAILED ->
          "%s; okayd waits for the guest's report on command %s"
              .formatted(
                  attachment.message(),
                  attachment.commandId().map(Object::toString).orElse("to come"));
    };
  }
}
