package dev.okayd.fdt.linux.prediction;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the kernel would answer to one apply or remove.
 *
 * @param errno that it returns
 * @param reason of a refusal, in plain words; empty when there is none
 * @param kernelLog the lines that it writes to its log, in their order
 * @param overlayId of the overlay. A refused one has an id too, unless its blob is damaged: the
 *     kernel keeps it until it is removed
 * @param created devices that come
 * @param destroyed devices that go
 * @param statusChanges {@code status} properties that change
 * @param withoutEffect what changes nothing about devices
 * @param dependent devices that come or go if a driver has bound the parent of their node
 * @param leaks properties of the booted tree whose new values the kernel does not free, as
 *     path/name
 * @param hazards what no errno tells
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

  /** Whether the kernel answers with an error. */
  public boolean isRefused() {
    return errno != Errno.OK;
  }

  /** Whether the kernel answers at all, and with success. */
  public boolean isGood() {
    return !isRefused() && !has(Hazard.Kind.KERNEL_CRASH);
  }

  /** Whether there is a hazard of this kind. */
  public boolean has(Hazard.Kind kind) {
    return hazards.stream().anyMatch(hazard -> hazard.kind() == kind);
  }
}
