package dev.okayd.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the agent of a guest is reached. */
public enum GuestChannel {
  /** The agent asks over HTTP. */
  @JsonProperty("http")
  HTTP,
  /** A person applies overlays, and hands in what the agent printed. */
  @JsonProperty("manual")
  MANUAL
}
