package dev.okayd.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * The report on a command.
 *
 * @param bootId the boot in which the agent executed it
 * @param commandId of the command
 * @param uptimeMillis of the guest, at the time of the result
 * @param result the result
 * @param errno of the kernel, negative, if it failed
 * @param message of the agent
 * @param micros the time that the kernel needed for the overlay
 * @param proof what the guest sees after the command
 */
public record CommandReport(
    String bootId,
    String commandId,
    Optional<Long> uptimeMillis,
    Result result,
    Optional<Integer> errno,
    Optional<String> message,
    Optional<Long> micros,
    Proof proof) {

  public CommandReport {
    FieldBounds.requireAtMost(80, "commandId", commandId);
    uptimeMillis.ifPresent(
        millis -> FieldBounds.requireBetween(0, Long.MAX_VALUE, "uptimeMillis", millis));
    FieldBounds.requireAtMost(500, "message", message);
    errno.ifPresent(number -> FieldBounds.requireBetween(-4095, 0, "errno", number));
    micros.ifPresent(number -> FieldBounds.requireBetween(0, Long.MAX_VALUE, "micros", number));
  }

  /** Results of a command. */
  public enum Result {
    /** The kernel accepted the overlay; the proof shows whether a driver is bound. */
    @JsonProperty("applied")
    APPLIED,
    /** The kernel removed the overlay. */
    @JsonProperty("removed")
    REMOVED,
    /** The agent's own rules forbid the command. */
    @JsonProperty("refused")
    REFUSED,
    /** The guest is using the device. */
    @JsonProperty("busy")
    BUSY,
    /** The kernel refused or failed. */
    @JsonProperty("failed")
    FAILED
  }
}
