package dev.okayd.attach.decide;

import dev.okayd.channel.Command;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Proof;
import dev.okayd.fdt.NodePath;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import java.util.Optional;

/**
 * What an attachment is about, by the plan that held when its overlay was sent: a later plan may
 * say otherwise, but what is live in the guest is this.
 *
 * @param path of the node
 * @param backend that serves it
 * @param type of device
 * @param virtioId that the transport has to show; empty if nothing says it
 * @param slotKind how the guest is kept from it
 * @param bindsLate whether its overlay has to name the backend's domain
 */
public record Target(
    NodePath path,
    String backend,
    DeviceType type,
    Optional<Integer> virtioId,
    SlotKind slotKind,
    boolean bindsLate) {

  public static Target of(PlannedSlot slot) {
    return new Target(
        slot.slot().path(),
        slot.backend(),
        slot.type(),
        slot.expectedVirtioId(),
        slot.slotKind(),
        slot.bindsLate());
  }

  /** What an agent is told that is to let the guest have the device. */
  public Command.Type attaches() {
    return isRebound() ? Command.Type.BIND : Command.Type.APPLY;
  }

  /** What an agent is told that is to take the device from the guest. */
  public Command.Type detaches() {
    return isRebound() ? Command.Type.UNBIND : Command.Type.REMOVE;
  }

  /** Whether its node is okay whatever happens, and only a driver comes and goes. */
  boolean isRebound() {
    return slotKind == SlotKind.REBIND;
  }

  /** Whether a proof shows that the guest's driver is bound to this device. */
  boolean isBound(Proof proof) {
    return proof.provesBound(virtioId);
  }

  /** Whether a guest that shows this has the device. */
  boolean isLive(Proof proof) {
    return isRebound() ? proof.driver().isPresent() : proof.nodeIsOkay();
  }

  /**
   * Whether nothing is left of the device in a guest that reports this, and nothing can come of it
   * any more: a binding that an agent gave up, for it hangs in the kernel, has no errno, and may
   * bind yet. An overlay that hangs shows its node as okay.
   */
  boolean isAbsent(CommandReport report) {
    return isRebound()
        ? report.proof().provesUnbound()
            && (report.result() != CommandReport.Result.FAILED || report.errno().isPresent())
        : report.proof().provesAbsence();
  }
}
