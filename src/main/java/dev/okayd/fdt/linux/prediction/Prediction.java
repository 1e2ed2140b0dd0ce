package dev.okayd.fdt.linux.prediction;

import java.util.List;
import java.util.OptionalInt;

/**
 * The predicted result of one apply or remove.
 *
 * @param errno the return value of the kernel
 * @param reason the cause of an error, in plain words; empty on success
 * @param kernelLog the lines that the kernel writes to its log, in their order
 * @param overlayId id of the overlay. A refused overlay has one, too, unless its blob is damaged:
 *     the kernel keeps it until it is removed
 * @param created devices that the kernel creates
 * @param destroyed devices that the kernel destroys
 * @param statusChanges {@code status} properties that change
 * @param withoutEffect changes that create or destroy no device
 * @param dependent devices that the kernel creates or destroys if a driver has bound the parent of
 *     their node
 * @param leaks properties of the boot tree whose new values the kernel never frees, as path/name
 * @param hazards problems that the errno does not show
 */
public record Prediction(
    Errno errno,
    String reason,
    List<String> kernelLog,
    OptionalInt overlayId,
    List<Device> created,
    List<Device> destroyed,
    List<StatusChange> statusChanges,
    List<NoEffect> withoutEffect,
    List<DependentDevice> dependent,
    List<String> leaks,
    List<Hazard> hazards) {

  public Prediction {
    kernelLog = List.copyOf(kernelLog);
    created = List.copyOf(created);
    destroyed = List.copyOf(destroyed);
    statusChanges = List.copyOf(statusChanges);
    withoutEffect = List.copyOf(withoutEffect);
    dependent = List.copyOf(dependent);
    leaks = List.copyOf(leaks);
    hazards = List.copyOf(hazards);
  }

  /** Whether the kernel returns an error. */
  public boolean isRefused() {
    return errno != Errno.OK;
  }

  /** Whether the kernel returns success and does not crash. */
  public boolean isGood() {
    return !isRefused() && !has(Hazard.Kind.KERNEL_CRASH);
  }

  /** Whether there is a hazard of this kind. */
  public boolean has(Hazard.Kind kind) {
    return hazards.stream().anyMatch(hazard -> hazard.kind() == kind);
  }
}
