package dev.okayd.attach;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an attachment is on its way. */
public enum Phase {
  /** The backend is not ready, or the guest is not there. */
  @JsonProperty("Waiting")
  WAITING,
  /** The overlay is sent, and there is no answer yet. */
  @JsonProperty("Delivering")
  DELIVERING,
  /** The node is okay in the live tree, and no driver is bound yet. */
  @JsonProperty("Applied")
  APPLIED,
  /** The guest has proved that a driver is bound. */
  @JsonProperty("Bound")
  BOUND,
  /** The removal of the overlay is sent, and there is no answer yet. */
  @JsonProperty("Draining")
  DRAINING,
  /** The guest has proved that the device is gone, as was wanted. */
  @JsonProperty("Detached")
  DETACHED,
  /** The backend was lost, or started anew, under a bound device. */
  @JsonProperty("Degraded")
  DEGRADED,
  /** It did not work, and nothing more is tried until something changes. */
  @JsonProperty("Failed")
  FAILED
}
