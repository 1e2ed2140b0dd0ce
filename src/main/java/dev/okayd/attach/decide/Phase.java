package dev.okayd.attach.decide;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where an attachment is on its way. */
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
  /** The guest has proved that the device is gone, as was wanted. */
  DETACHED("Detached"),
  /** The backend was lost, or started anew, under a bound device. */
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
}
