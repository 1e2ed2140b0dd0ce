package dev.okayd.readiness.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The effect of an accepted event. */
public enum EventEffect {
  /** The event changed the recorded readiness. */
  @JsonProperty("recorded")
  RECORDED,
  /** The event extended the lease of the recorded readiness. */
  @JsonProperty("renewed")
  RENEWED,
  /** okayd had received the event before. */
  @JsonProperty("repeated")
  REPEATED,
  /** okayd had received a later event before. */
  @JsonProperty("outdated")
  OUTDATED
}
