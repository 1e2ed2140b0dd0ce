package dev.okayd.attach;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What somebody wants of a device. */
public enum Intent {
  /** Follow the backend. */
  @JsonProperty("auto")
  AUTO,
  /**
   * Follow the backend, and never give up: what failed is tried again, slowly and without an end.
   */
  @JsonProperty("attached")
  ATTACHED,
  /** Let go, and stay away. */
  @JsonProperty("detached")
  DETACHED
}
