package dev.okayd.attach;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a backend says of itself. */
public enum Readiness {
  /** It has not said anything. */
  @JsonProperty("unknown")
  UNKNOWN,
  /** Its devices may be probed. */
  @JsonProperty("ready")
  READY,
  /** It is about to stop; its devices are to be removed first. */
  @JsonProperty("draining")
  DRAINING,
  /** It is gone; touching its devices may hang the guest. */
  @JsonProperty("lost")
  LOST
}
