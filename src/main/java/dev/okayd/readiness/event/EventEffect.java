package dev.okayd.readiness.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an event that was accepted does. */
public enum EventEffect {
  /** It is what the backend says now. */
  @JsonProperty("recorded")
  RECORDED,
  /** It is what the backend said before, for longer. */
  @JsonProperty("renewed")
  RENEWED,
  /** It was received before. */
  @JsonProperty("repeated")
  REPEATED,
  /** A later event was received before it. */
  @JsonProperty("outdated")
  OUTDATED
}
