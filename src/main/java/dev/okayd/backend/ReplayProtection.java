package dev.okayd.backend;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What keeps an event that somebody recorded from working again later. */
public enum ReplayProtection {
  /** Its signature is too old. The stricter one, so it stands for what a later version knows. */
  @JsonEnumDefaultValue
  @JsonProperty("timestamp")
  TIMESTAMP,
  /** Only its epoch and sequence, for a backend that has no clock, as is common before NTP. */
  @JsonProperty("sequence")
  SEQUENCE
}
