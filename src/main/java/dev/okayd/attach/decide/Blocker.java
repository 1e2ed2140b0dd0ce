package dev.okayd.attach.decide;

import dev.okayd.fdt.NodePath;
import java.util.Optional;

/**
 * What stands in the way of sending the overlay.
 *
 * @param reason in one word
 * @param message in a sentence
 */
record Blocker(Reason reason, String message) {

  /**
   * Why the overlay may not be sent, or may not be fetched any more: the guest's reasons before the
   * backend's.
   */
  static Optional<Blocker> of(DecisionInput situation) {
    if (situation.wish().isAbsence()) {
      return obstacle(Reason.UNWANTED, "Somebody wants the device to be away");
    }
    return ofBoot(situation)
        .or(() -> ofPlan(situation))
        .or(situation::ofGuest)
        .or(() -> ofBackend(situation));
  }

  private static Optional<Blocker> ofBoot(DecisionInput situation) {
    if (situation.boot().isPresent()) {
      return Optional.empty();
    }
    return obstacle(
        Reason.GUEST_ABSENT,
        situation.isManual()
            ? "No boot of the guest is known yet; apply the overlay by hand when the backend is ready, and confirm it"
            : "The guest's agent has not said HELLO");
  }

  private static Optional<Blocker> ofReach(DecisionInput situation) {
    return situation.reachable()
        ? Optional.empty()
        : obstacle(Reason.GUEST_UNREACHABLE, "The guest's agent has not been heard of lately");
  }

  /** That the guest's tree is not the one of its plan. */
  static Optional<Blocker> ofPlan(DecisionInput situation) {
    if (situation.planned().isEmpty()) {
      return obstacle(
          Reason.PLAN_MISMATCH, "The guest's plan no longer has the device; it goes with a reboot");
    }
    return situation.planMatches()
        ? Optional.empty()
        : obstacle(
            Reason.PLAN_MISMATCH,
            "The guest has booted a tree of another plan; boot it with its present device tree");
  }

  /**
   * Another device had the slot in this boot and may be live in it still: the guest would be told
   * to enable what is enabled, and to prove a device that is another one.
   */
  static Blocker slotTaken(String device) {
    return new Blocker(
        Reason.SLOT_TAKEN,
        "Device \"%s\", which the plan no longer has, may still be live in the slot; reboot the guest"
            .formatted(device));
  }

  /** The plan has given the device another slot while it may be live in the one that it had. */
  static Blocker stillElsewhere(NodePath path) {
    return new Blocker(
        Reason.SLOT_TAKEN,
        "The device may still be live at %s, where it was before the plan moved it; reboot the guest"
            .formatted(path));
  }

  /**
   * The plan has given the device another backend while it may be live with the one that it was
   * enabled for: by what the one says the other's device might be enabled.
   */
  static Blocker stillAsBefore(String backend) {
    return new Blocker(
        Reason.SLOT_TAKEN,
        "The device may still be live as it was before the plan changed, served by backend \"%s\"; drain that one, detach the device, or reboot the guest"
            .formatted(backend));
  }

  /** Nobody here could say whether the right device has come. */
  static Blocker typeUnknown() {
    return new Blocker(
        Reason.TYPE_UNKNOWN,
        "This version of okayd does not know the type of the device, which a later one has planned; have the later one act for the guest");
  }

  /** Enabled by its status alone, the device would give its backend addresses instead of grants. */
  static Blocker domidUnknown() {
    return new Blocker(
        Reason.DOMID_UNKNOWN,
        "The overlay has to name the backend's domain; say its domid in the spec, or have the backend say it in its events");
  }

  /** An agent that takes nothing but a status would refuse the overlay. */
  static Blocker agentUnable() {
    return new Blocker(
        Reason.AGENT_UNABLE,
        "The overlay has to name the backend's domain, which this agent cannot apply; say the domid in the spec, or apply by hand");
  }

  /** An agent that knows of overlays only. */
  static Blocker agentUnableToBind() {
    return new Blocker(
        Reason.AGENT_UNABLE,
        "The device's driver is to be bound when its backend is ready, which this agent cannot do; update it, or make the device \"gated\"");
  }

  /** The order in which devices are wanted. */
  static Blocker awaits(String device) {
    return new Blocker(
        Reason.AWAITS_DEVICE, "Device \"%s\" has to be bound first".formatted(device));
  }

  /** As {@link #of}, and also that nobody would hear it now. */
  static Optional<Blocker> toBeginning(DecisionInput situation) {
    return of(situation).or(() -> ofReach(situation));
  }

  /** That the backend does not serve the device. */
  static Optional<Blocker> ofBackend(DecisionInput situation) {
    String name = situation.backendName();
    if (situation.backend().isEmpty()) {
      return obstacle(Reason.BACKEND_UNKNOWN, "Backend \"%s\" is not registered".formatted(name));
    }
    return switch (situation.readiness()) {
      case READY -> Optional.empty();
      case UNKNOWN ->
          obstacle(Reason.BACKEND_NOT_READY, "Backend \"%s\" has not said ready".formatted(name));
      case DRAINING ->
          obstacle(Reason.BACKEND_NOT_READY, "Backend \"%s\" is about to stop".formatted(name));
      case LOST -> obstacle(Reason.BACKEND_NOT_READY, "Backend \"%s\" is lost".formatted(name));
    };
  }

  private static Optional<Blocker> obstacle(Reason reason, String message) {
    return Optional.of(new Blocker(reason, message));
  }
}
