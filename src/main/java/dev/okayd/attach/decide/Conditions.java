package dev.okayd.attach.decide;

import dev.okayd.backend.Readiness;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of an attachment: a pure function. A condition is {@code True} or {@code False}
 * only if okayd knows so. What only the guest can tell is {@code Unknown} before the guest's first
 * HELLO and while its agent is silent, as Kubernetes has it of a node that is silent.
 *
 * <table>
 * <caption>When a condition has which status</caption>
 * <tr><th>condition</th><th>True</th><th>False</th><th>Unknown, until</th></tr>
 * <tr><td>Wanted</td><td>the intent is auto or attached</td><td>the intent is detached</td>
 *     <td>never</td></tr>
 * <tr><td>GuestPresent</td><td>the agent has sent something lately, or a person has confirmed a
 *     device of a manual guest</td><td>never: silence does not prove that a guest is away</td>
 *     <td>the first HELLO; the next request of a silent agent</td></tr>
 * <tr><td>PlanMatches</td><td>the guest has booted the tree of its plan</td><td>it has booted
 *     another tree, or the plan no longer has the device</td><td>HELLO; the next request</td></tr>
 * <tr><td>SlotFree</td><td>no other device may be live in the slot, and the agent can do what the
 *     overlay needs</td><td>one may be live there, the backend's domid is not known, or the agent
 *     cannot do it</td><td>HELLO; the next request</td></tr>
 * <tr><td>Ordered</td><td>every device that has to come first is bound</td><td>one of them is
 *     not</td><td>HELLO; the next request</td></tr>
 * <tr><td>BackendReady</td><td>"ready" is the backend's last word, and its lease holds</td><td>the
 *     backend is not registered, draining or lost, or its lease is over</td><td>the first event of
 *     a registered backend</td></tr>
 * <tr><td>Applied</td><td>the guest has shown the device enabled</td><td>the device cannot be
 *     live</td><td>HELLO; the next request; the report on the last command</td></tr>
 * <tr><td>Bound</td><td>the guest has proved that the driver is bound</td><td>it has shown that no
 *     driver is bound, or the device cannot be live</td><td>as Applied; a new proof after the
 *     backend was lost or has restarted</td></tr>
 * </table>
 */
public final class Conditions {
  private Conditions() {}

  /** All of them, in the order in which they have to come true. */
  public static List<Condition> of(DecisionInput situation) {
    return List.of(
        wanted(situation),
        unheard(Condition.Type.GUEST_PRESENT, situation).orElseGet(() -> present(situation)),
        planMatches(situation),
        slotFree(situation),
        ordered(situation),
        backendReady(situation),
        DeviceConditions.applied(situation),
        DeviceConditions.bound(situation));
  }

  private static Condition wanted(DecisionInput situation) {
    String message = "The intent is " + situation.wish().intent();
    return situation.wish().isAbsence()
        ? Condition.isNotSo(Condition.Type.WANTED, Reason.UNWANTED, message)
        : Condition.isSo(Condition.Type.WANTED, Reason.PROVED, message);
  }

  private static Condition present(DecisionInput situation) {
    return Condition.isSo(
        Condition.Type.GUEST_PRESENT,
        Reason.PROVED,
        situation.isManual()
            ? "A person has confirmed a device in the guest's present boot"
            : "The guest's agent was heard of lately");
  }

  private static Condition planMatches(DecisionInput situation) {
    Optional<Condition> unheard =
        situation.planned().flatMap(planned -> unheard(Condition.Type.PLAN_MATCHES, situation));
    return unheard.orElseGet(
        () ->
            unless(
                Condition.Type.PLAN_MATCHES,
                Blocker.ofPlan(situation),
                "The guest has booted the tree of its plan"));
  }

  private static Condition slotFree(DecisionInput situation) {
    // what the agent is able to do comes with HELLO
    Optional<Blocker> known =
        situation
            .ofSlot()
            .filter(o -> situation.boot().isPresent() || o.reason() != Reason.AGENT_UNABLE);
    return known
        .map(obstacle -> isNotSo(Condition.Type.SLOT_FREE, obstacle))
        .or(() -> unheard(Condition.Type.SLOT_FREE, situation))
        .orElseGet(
            () ->
                Condition.isSo(
                    Condition.Type.SLOT_FREE,
                    Reason.PROVED,
                    "Nothing of the guest is in the way of the overlay"));
  }

  private static Condition ordered(DecisionInput situation) {
    return situation
        .ofOrder()
        .flatMap(obstacle -> unheard(Condition.Type.ORDERED, situation))
        .orElseGet(
            () ->
                unless(
                    Condition.Type.ORDERED,
                    situation.ofOrder(),
                    "Every device that has to come first is bound"));
  }

  private static Condition backendReady(DecisionInput situation) {
    boolean isSilent =
        situation.backend().isPresent() && situation.readiness() == Readiness.UNKNOWN;
    return isSilent
        ? Condition.isUnknown(
            Condition.Type.BACKEND_READY,
            Reason.BACKEND_NOT_READY,
            "Backend \"%s\" has not said anything of the device; its first event is awaited"
                .formatted(situation.backendName()))
        : unless(
            Condition.Type.BACKEND_READY,
            Blocker.ofBackend(situation),
            "Backend \"%s\" is ready".formatted(situation.backendName()));
  }

  /** That what only the guest can tell is not known, for nobody in it is heard. */
  static Optional<Condition> unheard(Condition.Type type, DecisionInput situation) {
    if (situation.boot().isEmpty()) {
      return Optional.of(
          Condition.isUnknown(
              type,
              Reason.GUEST_ABSENT,
              situation.isManual()
                  ? "No boot of the guest is known yet; the first confirmation by a person is awaited"
                  : "The guest's agent has not said HELLO; it is awaited"));
    }
    return situation.reachable()
        ? Optional.empty()
        : Optional.of(
            Condition.isUnknown(
                type,
                Reason.GUEST_UNREACHABLE,
                "The guest's agent has not been heard of lately; its next request is awaited"));
  }

  private static Condition unless(
      Condition.Type type, Optional<Blocker> obstacle, String otherwise) {
    return obstacle
        .map(found -> isNotSo(type, found))
        .orElseGet(() -> Condition.isSo(type, Reason.PROVED, otherwise));
  }

  private static Condition isNotSo(Condition.Type type, Blocker obstacle) {
    return Condition.isNotSo(type, obstacle.reason(), obstacle.message());
  }
}
