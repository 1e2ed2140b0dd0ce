package dev.okayd.backend;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a backend says of itself. */
public enum Readiness {
  /** It has not said anything. */
  @JsonEnumDefaultValue
  UNKNOWN("unknown"),
  /** Its devices may be probed. */
  READY("ready"),
  /** It is about to stop; its devices are to be removed first. */
  DRAINING("draining"),
  /** It is gone; touching its devices may hang the guest. */
  LOST("lost");

  private final String word;

  Readiness(String word) {
    this.word = word;
  }

  /** As the contract writes it. */
  @JsonValue
  @Override
  public String toString() {
    return word;
  }
}
