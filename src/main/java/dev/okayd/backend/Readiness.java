package dev.okayd.backend;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;

/** The readiness that a backend reports. */
public enum Readiness {
  /** It has not reported anything. */
  @JsonEnumDefaultValue
  UNKNOWN("unknown"),
  /** Guests may probe its devices. */
  READY("ready"),
  /** It is about to stop; guests must remove its devices first. */
  DRAINING("draining"),
  /** It is gone; an access to its devices may hang the guest. */
  LOST("lost");

  private final String word;

  Readiness(String word) {
    this.word = word;
  }

  /** The value in the API. */
  @JsonValue
  @Override
  public String toString() {
    return word;
  }
}
