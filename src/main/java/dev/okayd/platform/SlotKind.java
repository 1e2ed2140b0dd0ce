package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Initial state of a slot's node in the boot tree. */
public enum SlotKind {
  /** Okay from the start; okayd does not manage it. */
  @JsonEnumDefaultValue
  @JsonProperty("boot")
  BOOT,
  /** Disabled until the backend is ready. */
  @JsonProperty("gated")
  GATED,
  /** Okay from the start, but not bound to its driver until the backend is ready. */
  @JsonProperty("rebind")
  REBIND;

  /** Whether okayd holds the device back until the backend is ready. */
  public boolean isHeldBack() {
    return switch (this) {
      case BOOT -> false;
      case GATED, REBIND -> true;
    };
  }
}
