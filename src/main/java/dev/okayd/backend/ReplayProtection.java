package dev.okayd.backend;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What prevents the replay of a recorded event. */
public enum ReplayProtection {
  /**
   * A limit on the age of its signature. The stricter one, so it also stands for unknown values of
   * later versions.
   */
  @JsonEnumDefaultValue
  @JsonProperty("timestamp")
  TIMESTAMP,
  /**
   * Only its epoch and sequence. For a backend without a correct clock, as is common before NTP.
   */
  @JsonProperty("sequence")
  SEQUENCE
}
