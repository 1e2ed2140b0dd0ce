package dev.okayd.readiness;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What keeps an event that somebody recorded from working again later. */
public enum ReplayProtection {
  /** Its signature is too old. */
  @JsonProperty("timestamp")
  TIMESTAMP,
  /** Only its epoch and sequence, for a backend that has no clock, as is common before NTP. */
  @JsonProperty("sequence")
  SEQUENCE
}
