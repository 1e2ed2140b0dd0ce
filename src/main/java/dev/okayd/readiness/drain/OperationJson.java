package dev.okayd.readiness.drain;

import dev.okayd.attach.decide.Phase;
import dev.okayd.attach.decide.Reason;
import dev.okayd.attach.reconcile.LiveDevice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An operation as the API shows it. */
public record OperationJson(
    String id,
    String type,
    String backend,
    Operation.State state,
    String message,
    List<Device> devices,
    Instant createdAt,
    Instant changedAt) {
  private static final int NAMED = 5;

  private static final String TO_CONFIRM =
      " (stop the guest, or have it let the device go, and confirm that with POST"
          + " /v1/operations/{operation}/confirmations)";

  /**
   * A device that may be live.
   *
   * @param phase of its attachment; absent where a person has to confirm that the guest has let it
   *     go
   */
  public record Device(
      String guest, String device, Optional<Phase> phase, Reason reason, String message) {
    static Device of(LiveDevice live) {
      return new Device(live.guest(), live.device(), live.phase(), live.reason(), live.message());
    }
  }

  /**
   * An operation that is over.
   *
   * @param operation with its end
   */
  static OperationJson over(Operation operation) {
    return of(operation, over(operation.state()), List.of());
  }

  /**
   * A drain that is under way.
   *
   * @param live devices that are not let go yet
   * @param served how many devices the backend has
   */
  static OperationJson running(Operation operation, List<LiveDevice> live, int served) {
    return of(operation, progress(live, served), live);
  }

  private static OperationJson of(Operation operation, String message, List<LiveDevice> devices) {
    return new OperationJson(
        operation.id(),
        "drain",
        operation.backend(),
        operation.state(),
        message,
        devices.stream().map(Device::of).toList(),
        operation.createdAt(),
        operation.changedAt());
  }

  private static String over(Operation.State state) {
    return switch (state) {
      case RUNNING -> "Devices are about to be let go";
      case DRAINED -> "No device of the backend is live in any guest; it may stop";
      case CALLED_OFF -> "The drain was called off before it had come to its end";
      case BACKEND_RESTARTED ->
          "The backend started anew (another epoch) before the drain had come to its end; drain it again";
      case BACKEND_DELETED ->
          "The backend was deleted before the drain had come to its end; its devices count as lost";
      case UNKNOWN ->
          "A later version of okayd knows how it stands; ask that one. Do not take it for drained";
    };
  }

  private static String progress(List<LiveDevice> live, int served) {
    String waiting =
        live.stream().limit(NAMED).map(OperationJson::sentence).collect(Collectors.joining("; "));
    String others = live.size() > NAMED ? "; and %d more".formatted(live.size() - NAMED) : "";
    return "%d of %d devices are let go; waiting for %s%s"
        .formatted(served - live.size(), served, waiting, others);
  }

  private static String sentence(LiveDevice device) {
    return "%s/%s: %s%s"
        .formatted(device.guest(), device.device(), device.message(), advice(device));
  }

  private static String advice(LiveDevice device) {
    if (device.reason() == Reason.GUEST_UNREACHABLE) {
      return " (look at okayd-agent in the guest; reboot the guest, or delete it if it is gone)";
    }
    return device.phase().map(OperationJson::advice).orElse(TO_CONFIRM);
  }

  private static String advice(Phase phase) {
    return switch (phase) {
      case FAILED -> " (retry the attachment, or reboot the guest)";
      case DEGRADED -> " (have the backend say ready or draining, or reboot the guest)";
      case WAITING, DELIVERING, APPLIED, BOUND, DRAINING, DETACHED -> "";
    };
  }
}
