package dev.okayd.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * What became of a command.
 *
 * @param bootId of the boot that it was carried out in
 * @param commandId of the command
 * @param uptimeMillis of the guest, when the outcome was known
 * @param result what the agent says
 * @param errno of the kernel, negative, if it refused
 * @param message of the agent
 * @param micros that the kernel took to apply the overlay
 * @param proof what the guest sees now
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

  /** What an agent can say of a command. */
  public enum Result {
    /** The kernel took the overlay; whether a driver is bound is in the proof. */
    @JsonProperty("applied")
    APPLIED,
    /** The kernel gave the overlay up. */
    @JsonProperty("removed")
    REMOVED,
    /** The agent's own rules forbid it. */
    @JsonProperty("refused")
    REFUSED,
    /** The guest uses the device and cannot spare it now. */
    @JsonProperty("busy")
    BUSY,
    /** The kernel did not do it. */
    @JsonProperty("failed")
    FAILED
  }
}
