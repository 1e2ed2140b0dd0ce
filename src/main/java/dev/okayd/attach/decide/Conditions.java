package dev.okayd.attach.decide;

import dev.okayd.attach.Reason;
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
 * <tr><td>GuestPresent</td><td>the agent has sent something a short while ago, or a person has confirmed a
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
  public static List<Condition> of(DecisionInput input) {
    return List.of(
        wanted(input),
        unheard(Condition.Type.GUEST_PRESENT, input).orElseGet(() -> present(input)),
        planMatches(input),
        slotFree(input),
        ordered(input),
        backendReady(input),
        DeviceConditions.applied(input),
        DeviceConditions.bound(input));
  }

  private static Condition wanted(DecisionInput input) {
    String message = "The intent is " + input.desired().intent();
    return input.desired().isDetach()
        ? Condition.isNotSo(Condition.Type.WANTED, Reason.UNWANTED, message)
        : Condition.isSo(Condition.Type.WANTED, Reason.PROVED, message);
  }

  private static Condition present(DecisionInput input) {
    return Condition.isSo(
        Condition.Type.GUEST_PRESENT,
        Reason.PROVED,
        input.isManual()
            ? "A person has confirmed a device in the guest's present boot"
            : "The guest's agent has sent something a short while ago");
  }

  private static Condition planMatches(DecisionInput input) {
    Optional<Condition> unheard =
        input.planned().flatMap(planned -> unheard(Condition.Type.PLAN_MATCHES, input));
    return unheard.orElseGet(
        () ->
            unless(
                Condition.Type.PLAN_MATCHES,
                Blocker.ofPlan(input),
                "The guest has booted the tree of its plan"));
  }

  private static Condition slotFree(DecisionInput input) {
    // what the agent is able to do comes with HELLO
    Optional<Blocker> known =
        input.ofSlot().filter(o -> input.boot().isPresent() || o.reason() != Reason.AGENT_UNABLE);
    return known
        .map(blocker -> isNotSo(Condition.Type.SLOT_FREE, blocker))
        .or(() -> unheard(Condition.Type.SLOT_FREE, input))
        .orElseGet(
            () ->
                Condition.isSo(
                    Condition.Type.SLOT_FREE,
                    Reason.PROVED,
                    "Nothing of the guest is in the way of the overlay"));
  }

  private static Condition ordered(DecisionInput input) {
    return input
        .ofOrder()
        .flatMap(blocker -> unheard(Condition.Type.ORDERED, input))
        .orElseGet(
            () ->
                unless(
                    Condition.Type.ORDERED,
                    input.ofOrder(),
                    "Every device that has to come first is bound"));
  }

  private static Condition backendReady(DecisionInput input) {
    boolean isSilent = input.backend().isPresent() && input.readiness() == Readiness.UNKNOWN;
    return isSilent
        ? Condition.isUnknown(
            Condition.Type.BACKEND_READY,
            Reason.BACKEND_NOT_READY,
            "Backend \"%s\" has sent no event about the device; okayd waits for its first one"
                .formatted(input.backendName()))
        : unless(
            Condition.Type.BACKEND_READY,
            Blocker.ofBackend(input),
            "Backend \"%s\" is ready".formatted(input.backendName()));
  }

  /** Unknown, because the agent is not reachable and only the guest knows. */
  static Optional<Condition> unheard(Condition.Type type, DecisionInput input) {
    if (input.boot().isEmpty()) {
      return Optional.of(
          Condition.isUnknown(
              type,
              Reason.GUEST_ABSENT,
              input.isManual()
                  ? "No boot of the guest is known yet; the first confirmation by a person is awaited"
                  : "The guest's agent has not sent HELLO; okayd waits for it"));
    }
    return input.reachable()
        ? Optional.empty()
        : Optional.of(
            Condition.isUnknown(
                type,
                Reason.GUEST_UNREACHABLE,
                "The guest's agent has sent nothing for a while; okayd waits for its next request"));
  }

  private static Condition unless(
      Condition.Type type, Optional<Blocker> blocker, String otherwise) {
    return blocker
        .map(found -> isNotSo(type, found))
        .orElseGet(() -> Condition.isSo(type, Reason.PROVED, otherwise));
  }

  private static Condition isNotSo(Condition.Type type, Blocker blocker) {
    return Condition.isNotSo(type, blocker.reason(), blocker.message());
  }
}
