package dev.okayd.attach;

import com.fasterxml.jackson.annotation.JsonValue;

/** The phase of an attachment. */
public enum Phase {
  /** The backend is not ready, or the guest is not there. */
  WAITING("Waiting"),
  /** The overlay is sent, and there is no answer yet. */
  DELIVERING("Delivering"),
  /** The node is okay in the live tree, and no driver is bound yet. */
  APPLIED("Applied"),
  /** The guest has proved that a driver is bound. */
  BOUND("Bound"),
  /** The removal of the overlay is sent, and there is no answer yet. */
  DRAINING("Draining"),
  /** The guest has proved that the device is removed. */
  DETACHED("Detached"),
  /** The backend was lost, or restarted, under a bound device. */
  DEGRADED("Degraded"),
  /** It did not work, and nothing more is tried until something changes. */
  FAILED("Failed");

  private final String word;

  Phase(String word) {
    this.word = word;
  }

  /** As the contract writes it. */
  @JsonValue
  @Override
  public String toString() {
    return word;
  }

  /**
   * Whether an attachment may go from this phase to another one. A late report on the last command
   * may come in any phase, a boot may end any phase, and a removal may begin in any; but the way
   * back to a device begins in {@link #WAITING}, and only a device that may be live is degraded.
   */
  boolean precedes(Phase next) {
    return switch (next) {
      case WAITING, APPLIED, BOUND, DRAINING, DETACHED, FAILED -> true;
      case DELIVERING ->
          switch (this) {
            case WAITING, DELIVERING, APPLIED, DEGRADED -> true;
            case BOUND, DRAINING, DETACHED, FAILED -> false;
          };
      case DEGRADED ->
          switch (this) {
            case WAITING, DELIVERING, APPLIED, BOUND, DRAINING, DEGRADED -> true;
            case DETACHED, FAILED -> false;
          };
    };
  }
}
