package dev.okayd.attach.decide;

import dev.okayd.attach.Reason;
import dev.okayd.fdt.NodePath;
import java.util.Optional;

/**
 * A reason not to send the overlay.
 *
 * @param reason in one word
 * @param message in a sentence
 */
record Blocker(Reason reason, String message) {

  /**
   * Why the overlay may not be sent, or not be fetched any more. A reason of the guest comes before
   * one of the backend.
   */
  static Optional<Blocker> of(DecisionInput input) {
    if (input.desired().isDetach()) {
      return blocker(Reason.UNWANTED, "The intent of the device is detached");
    }
    return ofBoot(input).or(() -> ofPlan(input)).or(input::ofGuest).or(() -> ofBackend(input));
  }

  private static Optional<Blocker> ofBoot(DecisionInput input) {
    if (input.boot().isPresent()) {
      return Optional.empty();
    }
    return blocker(
        Reason.GUEST_ABSENT,
        input.isManual()
            ? "No boot of the guest is known yet; apply the overlay by hand when the backend is ready, and confirm it"
            : "The guest's agent has not sent HELLO");
  }

  private static Optional<Blocker> ofReach(DecisionInput input) {
    return input.reachable()
        ? Optional.empty()
        : blocker(Reason.GUEST_UNREACHABLE, "The guest's agent has sent nothing for a while");
  }

  /** The guest's tree is not the one of its plan. */
  static Optional<Blocker> ofPlan(DecisionInput input) {
    if (input.planned().isEmpty()) {
      return blocker(
          Reason.PLAN_MISMATCH,
          "The guest's plan no longer has the device; a reboot of the guest removes it");
    }
    return input.planMatches()
        ? Optional.empty()
        : blocker(
            Reason.PLAN_MISMATCH,
            "The guest has booted a tree of another plan; boot it with its present device tree");
  }

  /**
   * Another device had the slot in this boot and may still be live in it. The guest would enable a
   * node that is enabled, and prove the other device.
   */
  static Blocker slotTaken(String device) {
    return new Blocker(
        Reason.SLOT_TAKEN,
        "Device \"%s\", which the plan no longer has, may still be live in the slot; reboot the guest"
            .formatted(device));
  }

  /** The plan moved the device to another slot while it may be live in the former one. */
  static Blocker stillElsewhere(NodePath path) {
    return new Blocker(
        Reason.SLOT_TAKEN,
        "The device may still be live at %s, where it was before the plan moved it; reboot the guest"
            .formatted(path));
  }

  /**
   * The plan gave the device another backend while it may be live with the former one. The events
   * of one backend would then enable a device of the other.
   */
  static Blocker stillAsBefore(String backend) {
    return new Blocker(
        Reason.SLOT_TAKEN,
        "The device may still be live as before the plan changed, served by backend \"%s\"; drain that one, detach the device, or reboot the guest"
            .formatted(backend));
  }

  /** This version could not tell whether the right device appeared. */
  static Blocker typeUnknown() {
    return new Blocker(
        Reason.TYPE_UNKNOWN,
        "This version of okayd does not know the type of the device, which a later one has planned; have the later one act for the guest");
  }

  /** If the overlay changed only the status, the device would use addresses instead of grants. */
  static Blocker domidUnknown() {
    return new Blocker(
        Reason.DOMID_UNKNOWN,
        "The overlay has to name the backend's domain; give its domid in the spec, or let the backend send it in its events");
  }

  /** An agent that accepts only a status would refuse the overlay. */
  static Blocker agentUnable() {
    return new Blocker(
        Reason.AGENT_UNABLE,
        "The overlay has to name the backend's domain, which this agent cannot apply; give the domid in the spec, or apply the overlay by hand");
  }

  /** An agent that can only apply overlays. */
  static Blocker agentUnableToBind() {
    return new Blocker(
        Reason.AGENT_UNABLE,
        "The device's driver is to be bound when its backend is ready, which this agent cannot do; update it, or make the device \"gated\"");
  }

  /** The spec orders this device after another one. */
  static Blocker awaits(String device) {
    return new Blocker(
        Reason.AWAITS_DEVICE, "Device \"%s\" has to be bound first".formatted(device));
  }

  /** As {@link #of}, and also that the agent is not reachable. */
  static Optional<Blocker> toAttaching(DecisionInput input) {
    return of(input).or(() -> ofReach(input));
  }

  /** The backend does not serve the device. */
  static Optional<Blocker> ofBackend(DecisionInput input) {
    String name = input.backendName();
    if (input.backend().isEmpty()) {
      return blocker(Reason.BACKEND_UNKNOWN, "Backend \"%s\" is not registered".formatted(name));
    }
    return switch (input.readiness()) {
      case READY -> Optional.empty();
      case UNKNOWN ->
          blocker(
              Reason.BACKEND_NOT_READY, "Backend \"%s\" has not reported ready".formatted(name));
      case DRAINING ->
          blocker(Reason.BACKEND_NOT_READY, "Backend \"%s\" is about to stop".formatted(name));
      case LOST -> blocker(Reason.BACKEND_NOT_READY, "Backend \"%s\" is lost".formatted(name));
    };
  }

  private static Optional<Blocker> blocker(Reason reason, String message) {
    return Optional.of(new Blocker(reason, message));
  }
}
