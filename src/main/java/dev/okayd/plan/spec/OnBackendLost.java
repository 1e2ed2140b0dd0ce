package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a bound device when its backend is lost. */
public enum OnBackendLost {
  /** It is left as it is, for removing it could hang the guest. */
  @JsonEnumDefaultValue
  @JsonProperty("keep")
  KEEP,
  /** Its removal is tried all the same. */
  @JsonProperty("detach")
  DETACH
}
