package dev.okayd.backend;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose words a key in the xenstore is written in. */
public enum XenstoreForm {
  /** {@code ready} or {@code dead}, as service managers of driver domains write it. */
  @JsonProperty("status")
  STATUS,
  /**
   * {@code running}, as QEMU writes it once and never takes back, so it says nothing without a
   * heartbeat.
   */
  @JsonProperty("device-model")
  DEVICE_MODEL;

  /** The one word that says that the backend is ready. */
  public String ready() {
    return switch (this) {
      case STATUS -> "ready";
      case DEVICE_MODEL -> "running";
    };
  }
}
