package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What okayd does with a bound device when its backend is lost. */
public enum OnBackendLost {
  /** okayd keeps the device, because its removal could hang the guest. */
  @JsonEnumDefaultValue
  @JsonProperty("keep")
  KEEP,
  /** okayd tries to remove the device. */
  @JsonProperty("detach")
  DETACH
}
