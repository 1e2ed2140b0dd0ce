package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How a slot stands in the tree that the guest boots. */
public enum SlotKind {
  /** Okay from the start; okayd leaves it alone. */
  @JsonEnumDefaultValue
  @JsonProperty("boot")
  BOOT,
  /** Disabled until its backend is ready. */
  @JsonProperty("gated")
  GATED,
  /** Okay from the start, too, but without its driver until its backend is ready. */
  @JsonProperty("rebind")
  REBIND;

  /** Whether okayd holds the device back until its backend is ready. */
  public boolean isHeldBack() {
    return switch (this) {
      case BOOT -> false;
      case GATED, REBIND -> true;
    };
  }
}
