package dev.okayd.attach;

import dev.okayd.channel.Command;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Proof;
import dev.okayd.fdt.NodePath;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import java.util.Optional;

/**
 * What an attachment is about, by the plan at the time when its overlay was sent. A later plan may
 * differ, but this is what is live in the guest.
 *
 * @param path of the node
 * @param backend that serves it
 * @param type of device
 * @param virtioId that the transport has to show; empty if unknown
 * @param slotKind how the device is held back
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

  /** The command that attaches the device. */
  public Command.Type attaches() {
    return isRebound() ? Command.Type.BIND : Command.Type.APPLY;
  }

  /** The command that detaches the device. */
  public Command.Type detaches() {
    return isRebound() ? Command.Type.UNBIND : Command.Type.REMOVE;
  }

  /** Whether its node is always okay, and only its driver is bound and unbound. */
  boolean isRebound() {
    return slotKind == SlotKind.REBIND;
  }

  /** Whether a proof shows that the guest's driver is bound to this device. */
  public boolean isBound(Proof proof) {
    return proof.provesBound(virtioId);
  }

  /** Whether a proof shows that the guest has the device. */
  boolean isLive(Proof proof) {
    return isRebound() ? proof.driver().isPresent() : proof.nodeIsOkay();
  }

  /**
   * Whether a report proves that the device is absent and stays absent. A bind that the agent gave
   * up, because it hangs in the kernel, has no errno and may still succeed. An overlay that hangs
   * shows its node as okay.
   */
  public boolean isAbsent(CommandReport report) {
    return isRebound()
        ? report.proof().provesUnbound()
            && (report.result() != CommandReport.Result.FAILED || report.errno().isPresent())
        : report.proof().provesAbsence();
  }
}
