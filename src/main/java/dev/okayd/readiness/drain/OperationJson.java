package dev.okayd.readiness.drain;

import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.reconcile.LiveDevice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An operation in the API. */
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
      " (stop the guest or remove the device in it, and confirm with POST"
          + " /v1/operations/{operation}/confirmations)";

  /**
   * A device that may still be live.
   *
   * @param phase of its attachment; absent if a person has to confirm that the guest no longer uses
   *     it
   */
  public record Device(
      String guest, String device, Optional<Phase> phase, Reason reason, String message) {
    static Device of(LiveDevice live) {
      return new Device(live.guest(), live.device(), live.phase(), live.reason(), live.message());
    }
  }

  /**
   * An operation that has ended.
   *
   * @param operation in its final state
   */
  static OperationJson over(Operation operation) {
    return of(operation, over(operation.state()), List.of());
  }

  /**
   * A running drain.
   *
   * @param live devices that the guests have not removed yet
   * @param served the number of devices of the backend
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
      case RUNNING -> "okayd removes the devices";
      case DRAINED -> "No device of the backend is live in any guest; it may stop";
      case CANCELLED -> "The drain was cancelled before it completed";
      case BACKEND_RESTARTED ->
          "The backend restarted (another epoch) before the drain completed; drain it again";
      case BACKEND_DELETED ->
          "The backend was deleted before the drain completed; its devices count as lost";
      case UNKNOWN ->
          "A later version of okayd recorded this state; ask that version. Do not treat the backend as drained";
    };
  }

  private static String progress(List<LiveDevice> live, int served) {
    String waiting =
        live.stream().limit(NAMED).map(OperationJson::sentence).collect(Collectors.joining("; "));
    String others = live.size() > NAMED ? "; and %d more".formatted(live.size() - NAMED) : "";
    return "%d of %d devices are removed; waiting for %s%s"
        .formatted(served - live.size(), served, waiting, others);
  }

  private static String sentence(LiveDevice device) {
    return "%s/%s: %s%s"
        .formatted(device.guest(), device.device(), device.message(), advice(device));
  }

  private static String advice(LiveDevice device) {
    if (device.reason() == Reason.GUEST_UNREACHABLE) {
      return " (check okayd-agent in the guest; reboot the guest, or delete it if it no longer exists)";
    }
    return device.phase().map(OperationJson::advice).orElse(TO_CONFIRM);
  }

  private static String advice(Phase phase) {
    return switch (phase) {
      case FAILED -> " (retry the attachment, or reboot the guest)";
      case DEGRADED -> " (make the backend report ready or draining, or reboot the guest)";
      case WAITING, DELIVERING, APPLIED, BOUND, DRAINING, DETACHED -> "";
    };
  }
}
