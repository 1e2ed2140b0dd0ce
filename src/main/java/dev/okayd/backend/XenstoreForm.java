package dev.okayd.backend;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which program's vocabulary the value of a xenstore key uses. */
public enum XenstoreForm {
  /** {@code ready} or {@code dead}, as service managers of driver domains write it. */
  @JsonProperty("status")
  STATUS,
  /**
   * {@code running}, as QEMU writes it. QEMU writes it once and never removes it, so it proves
   * nothing without a heartbeat.
   */
  @JsonProperty("device-model")
  DEVICE_MODEL;

  /** The value that means that the backend is ready. */
  public String ready() {
    return switch (this) {
      case STATUS -> "ready";
      case DEVICE_MODEL -> "running";
    };
  }
}
